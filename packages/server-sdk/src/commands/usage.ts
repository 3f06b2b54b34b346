import type { Command } from './command.ts'

const flagsOfAll = `  --mongo URI        the connection string of the database (default: the variable MONGODB_URI; without it the embedded
                     database in the data folder, also while its server runs)
  --data-dir FOLDER  that data folder (default: the variable SOTTO_DATA_DIR, else ./data)
  --database NAME    what the names of its databases begin with (default: sotto)
  --keyring ADDRESS  where the keyring is (default: the variable SOTTO_KEYRING, else ./keys)
  --help             show this; with a command, only what it takes`

/**
 * What can be typed: of the command whose name stands there, or of all that begin with the same word, or else of all.
 *
 * @param words - what was typed, as far as it could be the name of a command
 */
export function usageOf(commands: readonly Command[], words: readonly string[]): string {
  const alike = commands.filter(({ name }) => name.split(' ')[0] === words[0])
  const meant = alike.filter(({ name }) => name === words.slice(0, name.split(' ').length).join(' '))
  const shown = [meant, alike, commands].find(({ length }) => length > 0) ?? commands
  const lines = shown.map(
    ({ name, synopsis, about }) =>
      `  npx sotto ${name}${synopsis && ` ${synopsis}`}\n${about.replaceAll(/^/gm, '      ')}`,
  )
  return `sotto: keeps a Sotto database in order\n\n${lines.join('\n\n')}\n\n${flagsOfAll}`
}

/** What follows a complaint. It is short, so that the complaint stays in sight. */
export function hintOf(commands: readonly Command[], words: readonly string[]): string {
  const begun = commands.filter(({ name }) => name.split(' ')[0] === words[0])
  if (begun.length === 0)
    return `There are ${commands.map(({ name }) => name).join(', ')}.\nnpx sotto --help explains them.`
  const meant = begun.find(({ name }) => name === words.slice(0, name.split(' ').length).join(' '))
  if (!meant) return `npx sotto ${words[0]} --help explains them.`
  return `  npx sotto ${meant.name} ${meant.synopsis}\n\nnpx sotto ${meant.name} --help explains it.`
}
