// Looks at pages with a browser and prints what is wrong with each.
//   node check.mjs http://127.0.0.1:8080 /outcome /measure ...
//   node check.mjs --folder DIR index.html ...       serves the folder first, under the policy in its policy.txt
// SHOT=DIR keeps a picture of every page at every width. Ends with "N passed, N failed"; exits 1 when any failed.
import { chromium } from 'playwright-core'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { serveFolder } from './folder.mjs'
import { accessibility, drawings, keyboard, overflow, withoutScripts } from './looks.mjs'

const WINDOWS = [{ width: 1280, height: 900 }, { width: 320, height: 640 }]
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
  '--disable-background-networking', '--disable-component-update']
const shots = process.env.SHOT

function address(base, path) {
  return base.replace(/\/$/, '') + '/' + path.replace(/^\//, '')
}

async function keepPicture(page, path, name) {
  if (!shots) return
  mkdirSync(shots, { recursive: true })
  const file = (path.replace(/[^a-z0-9.-]+/gi, '_').replace(/^_+|_+$/g, '') || 'home') + `@${name}.png`
  await page.screenshot({ path: join(shots, file), fullPage: true })
}

// axe can only be put into the page with the policy switched off, so a second context obeys it and listens for errors.
async function lookAt(browser, url, path, viewport) {
  const open = await browser.newContext({ viewport, bypassCSP: true, reducedMotion: 'reduce' })
  const strict = await browser.newContext({ viewport, reducedMotion: 'reduce' })
  const wrong = []
  try {
    const page = await open.newPage()
    const answer = await page.goto(url, { waitUntil: 'load' })
    if (!answer) wrong.push('no answer')
    wrong.push(...await accessibility(page), ...await overflow(page), ...await drawings(page))

    const strictPage = await strict.newPage()
    strictPage.on('console', message => message.type() === 'error' && answer.status() < 400 && wrong.push(`console: ${message.text()}`))
    strictPage.on('pageerror', error => wrong.push(`script: ${error}`))
    await strictPage.goto(url, { waitUntil: 'networkidle' })
    await keepPicture(strictPage, path, viewport.width)
    wrong.push(...await keyboard(strictPage))
    if (shots && viewport.width > 1000) {
      await strictPage.emulateMedia({ media: 'print' })
      await keepPicture(strictPage, path, 'print')
    }
  } finally {
    await open.close()
    await strict.close()
  }
  return wrong
}

async function lookWithoutScripts(browser, url, path, viewport) {
  const context = await browser.newContext({ viewport, javaScriptEnabled: true })
  await context.route('**/*.js*', route => route.abort())
  try {
    const page = await context.newPage()
    await page.goto(url, { waitUntil: 'load' })
    return [...await withoutScripts(page), ...await overflow(page)]
  } finally {
    await context.close()
  }
}

function tell(wrong, path, how) {
  console.log(`${wrong.length ? 'FAIL' : 'ok  '} ${path} ${how}`)
  for (const sentence of wrong.slice(0, 40)) console.log(`     ${sentence}`)
  return wrong.length === 0
}

const [first, ...rest] = process.argv.slice(2)
const folder = first === '--folder' ? await serveFolder(rest.shift()) : null
const base = folder ? folder.base : first
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS })
let passed = 0, failed = 0
for (const path of rest) {
  const url = address(base, path)
  for (const viewport of WINDOWS) {
    tell(await lookAt(browser, url, path, viewport), path, `at ${viewport.width} px`) ? passed++ : failed++
    tell(await lookWithoutScripts(browser, url, path, viewport), path, `at ${viewport.width} px without scripts`) ? passed++ : failed++
  }
}
await browser.close()
folder?.close()
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed || !rest.length ? 1 : 0)
