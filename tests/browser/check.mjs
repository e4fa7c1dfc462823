// Looks at pages with a browser and prints what is wrong with each.
//   node check.mjs --site http://127.0.0.1:8080          every kind of page that can be walked to: see walk.mjs
//   node check.mjs --site http://127.0.0.1:8080 / /plans  these pages
//   node check.mjs --folder DIR                          serves the folder and looks at every *.html in it
// Several of these may be given, one after the other. JOBS=N looks at N pages at a time (else one for each processor);
// SHOT=DIR keeps a picture of every page, and CHROMIUM=PROGRAM is the browser. Ends with "N passed, N failed"; exits 1 when any failed or nothing was looked at.
import { chromium } from 'playwright-core'
import { existsSync, mkdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { pagesOf, serveFolder } from './folder.mjs'
import { accessibility, drawings, keyboard, links, overflow, paper, withoutScripts } from './looks.mjs'
import { walk } from './walk.mjs'

const WINDOWS = [{ width: 1280, height: 900 }, { width: 320, height: 640 }]
const PAPER = { width: 718, height: 1047 } // what an A4 page has within margins of 1 cm, at 96 px an inch
// The one without windows of its own starts sooner and needs half as much.
const BROWSERS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
  '--disable-background-networking', '--disable-component-update']
const PATIENCE = 120_000 // milliseconds; a busy machine must not fail a page
const shots = process.env.SHOT

async function keepPicture(page, url, name) {
  if (!shots) return
  mkdirSync(shots, { recursive: true })
  const { pathname, search } = new URL(url)
  const file = ((pathname + search).replace(/[^a-z0-9.-]+/gi, '_').replace(/^_+|_+$/g, '') || 'home') + `@${name}.png`
  await page.screenshot({ path: join(shots, file), fullPage: true })
}

// A tab obeys the page's policy and tells what the browser complains of. That a page which is not there was answered by 404
// is no complaint.
async function openTab(browser) {
  const context = await browser.newContext({ reducedMotion: 'reduce' })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE)
  const tab = { page, url: '', complaints: [], devtools: await context.newCDPSession(page) }
  page.on('console', message => {
    const absent = message.location().url === tab.url && message.text().startsWith('Failed to load resource')
    if (message.type() === 'error' && !absent) tab.complaints.push(`console: ${message.text()}`)
  })
  page.on('pageerror', error => tab.complaints.push(`script: ${error}`))
  return tab
}

async function openTabs(browser) {
  const tab = await openTab(browser), plain = await openTab(browser)
  await plain.page.route(/\.js(\?|$)/, route => route.abort())
  return { tab, plain: plain.page }
}

async function load(page, url) {
  await page.emulateMedia({ media: 'screen' })
  await page.setViewportSize(WINDOWS[0])
  if (!await page.goto(url, { waitUntil: 'load' })) throw new Error(`no answer from ${url}`)
  await page.evaluate(() => document.fonts.ready.then(() => {}))
}

// Loads the page into both tabs. One that asks for no script is itself what a browser without scripts shows.
async function open({ tab, plain }, url) {
  Object.assign(tab, { url, complaints: [] })
  await load(tab.page, url)
  if (!await tab.page.evaluate(() => document.scripts.length)) return tab.page
  await load(plain, url)
  return plain
}

async function lookAtWidth({ tab }, bare, viewport) {
  await tab.page.setViewportSize(viewport)
  await keepPicture(tab.page, tab.url, viewport.width)
  const wrong = [...await overflow(tab.page), ...await drawings(tab.page), ...await links(tab.page), ...tab.complaints.splice(0)]
  if (bare !== tab.page) {
    await bare.setViewportSize(viewport)
    wrong.push(...await overflow(bare))
  }
  wrong.push(...await withoutScripts(bare), ...await accessibility(tab.devtools), ...await keyboard(tab.page, tab.devtools))
  return wrong
}

async function lookOnPaper({ tab }) {
  await tab.page.setViewportSize(PAPER)
  await tab.page.emulateMedia({ media: 'print' })
  await keepPicture(tab.page, tab.url, 'print')
  return paper(tab.page, PAPER)
}

async function lookAt(tabs, url) {
  const told = []
  try {
    const bare = await open(tabs, url)
    for (const viewport of WINDOWS) told.push({ how: `at ${viewport.width} px`, wrong: await lookAtWidth(tabs, bare, viewport) })
    told.push({ how: 'on paper', wrong: await lookOnPaper(tabs) })
  } catch (error) {
    told.push({ how: 'any further', wrong: [`could not be looked at: ${error.message}`] })
  }
  return told
}

// What was asked for: [{ pages: address of each, wrong: what was found on the way there, close }].
async function read(words) {
  const sources = []
  while (words.length) {
    const option = words.shift(), place = words.shift(), paths = []
    while (words.length && !words[0].startsWith('--')) paths.push(words.shift())
    if (!place || (option !== '--site' && option !== '--folder')) throw new Error(`expected --site BASE or --folder DIR, found ${option} ${place ?? ''}`)
    const served = option === '--folder' ? await serveFolder(place) : { base: place, close() {} }
    if (option === '--folder') paths.push(...pagesOf(place))
    const found = paths.length ? { paths, wrong: null } : await walk(served.base)
    const pages = found.paths.map(path => served.base.replace(/\/$/, '') + '/' + path.replace(/^\//, ''))
    sources.push({ pages, wrong: found.wrong, close: served.close })
  }
  return sources
}

const sources = await read(process.argv.slice(2))
const queue = sources.flatMap(source => source.pages)
const looked = queue.length
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? BROWSERS.find(program => existsSync(program)), args: FLAGS, timeout: PATIENCE
})
let passed = 0, failed = 0

function tell(where, { how, wrong }) {
  console.log(`${wrong.length ? 'FAIL' : 'ok  '} ${where} ${how}`)
  for (const sentence of wrong.slice(0, 40)) console.log(`     ${sentence}`)
  wrong.length ? failed++ : passed++
}

async function lookAtNext() {
  const tabs = await openTabs(browser)
  while (queue.length) {
    const url = queue.shift(), { pathname, search } = new URL(url)
    for (const look of await lookAt(tabs, url)) tell(pathname + search, look)
  }
}

for (const source of sources) if (source.wrong) tell('every link on these pages', { how: 'answers', wrong: source.wrong })
await Promise.all(Array.from({ length: Number(process.env.JOBS ?? availableParallelism()) }, lookAtNext))
await browser.close()
for (const source of sources) source.close()
console.log(`${looked} pages looked at in ${WINDOWS.length} windows and on paper`)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed || !looked ? 1 : 0)
