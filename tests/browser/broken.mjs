// Proves that each look can fail: a page that is wrong in every way must be found wrong in every way.
import { execFileSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serveFolder } from './folder.mjs'
import { walk } from './walk.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const EXPECTED = ['axe color-contrast', 'px wider than the window', 'is drawn at', 'runs over', 'runs out of its picture',
  'console: ', "violates the following Content Security Policy", 'focus cannot be seen', 'Tab reaches', 'cannot be reached', 'leads to #nowhere',
  'px wider than the sheet', 'cut off at its side', 'cut off at its foot', 'stays closed', 'come out on', 'answers 404']

let told = '', found = 0
try {
  told = execFileSync('node', [join(here, 'check.mjs'), '--folder', join(here, 'broken')], { encoding: 'utf8' })
} catch (error) {
  told = error.stdout
}
const folder = await serveFolder(join(here, 'broken'))
told += (await walk(folder.base)).wrong.join('\n')
folder.close()
for (const words of EXPECTED) {
  const seen = told.includes(words)
  console.log(`${seen ? 'ok  ' : 'FAIL'} the broken page is told: ${words}`)
  found += seen
}
console.log(`${found} passed, ${EXPECTED.length - found} failed`)
process.exit(found === EXPECTED.length ? 0 : 1)
