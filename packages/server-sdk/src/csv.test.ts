import { expect, it } from 'vitest'
import { csvCell } from './csv.ts'

it.each([
  ['=1+1', "'=1+1"],
  ['＝1', "'＝1"],
  ['＋1', "'＋1"],
  ['－1', "'－1"],
  ['＠SUM(A1)', "'＠SUM(A1)"],
  [-12.5, '-12.5'],
  ['-12.5-1', "'-12.5-1"],
  ['-1+cmd|x', "'-1+cmd|x"],
  ['\t=1', "'\t=1"],
  ['\0\u0085\ufeff =1', "'\0\u0085\ufeff =1"],
  ['﹢1', "'﹢1"],
  ['\r=1', '"\'\r\'=1"'],
  // Where semicolons separate, the quotes of a cell within a line are none.
  ['Hello;=HYPERLINK(A1)', '"Hello;\'=HYPERLINK(A1)"'],
  ['Hello; \u200b"＝1;@x;-1+A1', '"Hello; \u200b""\'＝1;\'@x;\'-1+A1"'],
  ['Hello\r\n=1\n- 1', '"Hello\r\n\'=1\n\'- 1"'],
  ['-5;-12.5; -3\n-1,5', '"\'-5;-12.5; -3\n-1,5"'],
  ['{"note":"a;=1"}', '"{""note"":""a;\'=1""}"'],
  ['a; b', '"a; b"'],
  ['@x', "'@x"],
  ['-x', "'-x"],
  ['-12.5', '-12.5'],
  ['+447700900168', "'+447700900168"],
  ['a "b", c', '"a ""b"", c"'],
  [';\n -\n -', `";\n '-\n '-"`],
])('writes %j into a cell that no spreadsheet reckons with', (value, cell) => {
  expect(csvCell(value)).toBe(cell)
})
