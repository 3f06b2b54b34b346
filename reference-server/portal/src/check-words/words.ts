/** What the page that checks certificates says. Names in braces are put in. */
export interface CheckWords {
  title: string
  intro: string
  file: string
  drop: string
  key: string
  aboutMe: string
  address: string
  nonce: string
  button: string
  noscript: string
  valid: string
  validLine: string
  unproven: string
  unprovenLine: string
  invalid: string
  invalidLine: string
  wrong: string
  shown: string
  notShown: string
  says: string
  erasure: string
  completed: string
  deleted: string
  anonymised: string
  nothing: string
  keys: string
  stillKept: string
  until: string
  untilEnds: string
  told: string
  provider: string
  cleared: string
  notAttested: string
  backups: string
  backupsClear: string
  backupsAfter: string
  chooseFirst: string
  giveBoth: string
  tooLarge: string
  inLog: string
  supplementInLog: string
  signed: string
  aboutGiven: string
  noKey: string
  aboutUnknown: string
  /** What is wrong; followed by what exactly, in English. */
  malformed: string
  forged: string
  entryUnproven: string
  otherEntry: string
  otherLog: string
  otherKey: string
  checkpointForged: string
  otherPerson: string
  unreadable: string
}

/** What the script of the page says: it fetches nothing, so it is given its words. */
export interface ScriptWords extends CheckWords {
  /** Collections that a certificate names, as people call them. */
  collections: Readonly<Record<string, string>>
}
