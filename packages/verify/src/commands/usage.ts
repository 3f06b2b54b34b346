export const usage = `sotto-verify: checks a log, its proofs, receipts and certificates, without server and database

  npx sotto-verify log EXPORT [--checkpoint FILE]… [--key KEY]… [--witness KEY]… [--workers N]
      checks an export of a log, whole or filtered
  npx sotto-verify proof FILE [--entry FILE] [--checkpoint FILE]… [--key KEY]… [--witness KEY]…
      checks the proof that one entry is in a log
  npx sotto-verify checkpoint FILE [--checkpoint FILE]… [--key KEY]… [--witness KEY]…
      checks who signed the state of a log
  npx sotto-verify consistency OLD NEW PROOF [--key KEY]… [--witness KEY]…
      checks that the checkpoint NEW continues the checkpoint OLD
  npx sotto-verify receipt FILE [--key KEY]… [--text FILE]
      checks a consent receipt, and that TEXT is what was shown; each may be the API's answer with the record
  npx sotto-verify agreement FILE [--key KEY]… [--text FILE] [--copy FILE]
      checks the receipt of a signed agreement, and that TEXT is what was signed
  npx sotto-verify export FILE.zip [--checkpoint FILE]… [--key KEY]… [--witness KEY]…
      checks the file with the data of a person, every byte of it
  npx sotto-verify certificate FILE [--address ADDRESS --nonce NONCE] [--checkpoint FILE]… [--key KEY]… [--witness KEY]…
      checks a certificate of erasure, and whether it is about somebody

  --checkpoint FILE  a checkpoint that you kept
  --key KEY          a verifier key that you have from the operator: NAME+ID+BASE64, or a file with such lines
  --witness KEY      the verifier key of a witness that you trust, in the same form
  --entry FILE       the stored bytes of the entry (default: those in the proof)
  --copy FILE        the signed copy of the other side
  --address ADDRESS  the e-mail address, number or id of the person
  --nonce NONCE      what the person got with the certificate
  --workers N        threads that hash (default: one for each core)
  --json             the verdict as one line of JSON
  --help             show this

  EXPORT and FILE may be - for what comes in through a pipe.

  Exit codes: 0 valid · 1 not valid · 2 misused, or a file cannot be read
              3 nothing wrong, and nothing given that would prove it`
