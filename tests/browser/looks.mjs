// What is looked at on a page. Each function takes a page that is loaded and gives a list of sentences: what is wrong.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
// Two elements that the design system's own script writes and that axe judges wrongly.
const KNOWN = { 'label-content-name-mismatch': /govuk-file-upload-button|govuk-accordion__section-button/ }

// ask DEVTOOLS EXPRESSION: what it is in the page. The page's policy does not bind the debugger, so axe can be put into a page
// that allows no foreign script.
async function ask(devtools, expression) {
  const { result, exceptionDetails } = await devtools.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
  return result.value
}

// WCAG 2.2 A and AA and axe's best practice. `region` is off, as in the design system's own tests: a skip link and a banner
// stand outside any landmark by design.
export async function accessibility(devtools) {
  const options = {
    runOnly: { type: 'tag', values: TAGS }, rules: { region: { enabled: false } }, resultTypes: ['violations'], elementRef: false
  }
  if (await ask(devtools, 'typeof axe') === 'undefined') await ask(devtools, `${AXE};0`)
  const violations = await ask(devtools, `axe.run(document, ${JSON.stringify(options)}).then(result => result.violations)`)
  return violations
    .map(rule => ({ ...rule, nodes: rule.nodes.filter(node => !KNOWN[rule.id]?.test(node.html)) }))
    .filter(rule => rule.nodes.length)
    .map(rule => `axe ${rule.id} (${rule.impact}): ${rule.help}, ${rule.nodes.length} times, first ${rule.nodes[0].target.join(' ')}`)
}

// The page must not scroll sideways; parts of it that scroll by themselves may.
export async function overflow(page) {
  const by = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  return by > 0 ? [`the page is ${by} px wider than the window`] : []
}

// What axe does not see in drawings: text that is shown too small, runs out of its picture or over other text.
export async function drawings(page) {
  return page.evaluate(() => {
    const wrong = []
    for (const svg of document.querySelectorAll('svg')) {
      const frame = svg.getBoundingClientRect()
      if (!frame.width || getComputedStyle(svg).visibility === 'hidden') continue
      const texts = [...svg.querySelectorAll('text')].filter(text => text.textContent.trim() && text.getBoundingClientRect().width)
      const boxes = texts.map(text => text.getBoundingClientRect())
      texts.forEach((text, i) => {
        const words = `"${text.textContent.trim()}"`, box = boxes[i]
        const size = parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a
        if (size < 12.9) wrong.push(`${words} is drawn at ${size.toFixed(1)} px`)
        if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1)
          wrong.push(`${words} runs out of its picture`)
        for (let j = 0; j < i; j++) {
          const other = boxes[j]
          const across = Math.min(box.right, other.right) - Math.max(box.left, other.left)
          const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top)
          if (across > 2 && down > 4) wrong.push(`${words} runs over "${texts[j].textContent.trim()}"`)
        }
      })
    }
    return wrong
  })
}

// A link within the page must lead somewhere.
export async function links(page) {
  return page.evaluate(() => [...document.querySelectorAll('a[href^="#"]')]
    .filter(link => link.hash.length > 1 && !document.getElementById(decodeURIComponent(link.hash.slice(1))))
    .map(link => `"${link.textContent.trim()}" leads to ${link.hash}, which is not on the page`))
}

// Marks what can be used, in order, and notes each as the focus comes to it. Gives how many there are.
function watchFocus() {
  const usable = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]'
  const seen = [...document.querySelectorAll(usable)].filter(e => e.checkVisibility({ visibilityProperty: true }) && !e.disabled &&
    (!e.closest('details:not([open])') || (e.matches('summary') && !e.parentElement.parentElement.closest('details:not([open])'))))
  const watched = { usable: seen, missed: new Set(seen), unseen: [] }
  const shown = s => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none' || s.strokeWidth === '4px'
  // Tab begins at the top, wherever the focus was before.
  document.body.tabIndex = -1
  document.body.focus()
  document.body.removeAttribute('tabindex')
  document.addEventListener('focusin', ({ target }) => {
    watched.missed.delete(target)
    const inside = target.querySelector('.govuk-details__summary-text, rect, *') ?? target
    if (!shown(getComputedStyle(target)) && !shown(getComputedStyle(inside))) watched.unseen.push(target.outerHTML.slice(0, 90))
  })
  globalThis.watched = watched
  return seen.length
}

async function pressTab(devtools, times) {
  const key = { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 }
  const pressed = []
  for (let i = 0; i < times; i++) {
    pressed.push(devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key }), devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key }))
  }
  await Promise.all(pressed)
}

// Tab must reach everything that can be used, and show where it is. What scrolls takes a turn too, so as long as something new
// is reached, Tab is pressed on.
export async function keyboard(page, devtools) {
  const wanted = await page.evaluate(watchFocus)
  let missed = wanted, before
  do {
    before = missed
    await pressTab(devtools, missed + 5)
    missed = await page.evaluate(() => globalThis.watched.missed.size)
  } while (missed && missed < before)
  const { unseen, first } = await page.evaluate(() => {
    const { unseen, missed } = globalThis.watched
    document.activeElement?.blur()
    return { unseen, first: [...missed][0]?.outerHTML.slice(0, 90) }
  })
  const wrong = [...new Set(unseen)].map(what => `focus cannot be seen on ${what}`)
  if (missed) wrong.push(`Tab reaches ${wanted - missed} of ${wanted}; not ${first}`)
  return wrong
}

// On paper nothing can be scrolled to: what is wider than its frame or than the sheet is cut off. Then the page is printed, and
// must come out on about as many sheets as its height asks for: fewer would have lost some of it, many more would be blank.
export async function paper(page, sheet) {
  const { wrong, height } = await page.evaluate(() => {
    const wrong = [], root = document.documentElement
    const named = e => `${e.localName}${e.className ? '.' + String(e.className.baseVal ?? e.className).split(' ')[0] : ''} "${e.textContent.trim().slice(0, 40)}"`
    if (root.scrollWidth > root.clientWidth) wrong.push(`printed, the page is ${root.scrollWidth - root.clientWidth} px wider than the sheet`)
    for (const element of document.body.querySelectorAll('*')) {
      const style = getComputedStyle(element)
      if (style.clipPath !== 'none' || !element.clientWidth) continue
      const wide = element.scrollWidth - element.clientWidth, tall = element.scrollHeight - element.clientHeight
      if (style.overflowX !== 'visible' && wide > 1) wrong.push(`printed, ${wide} px of ${named(element)} are cut off at its side`)
      if (style.overflowY !== 'visible' && tall > 1) wrong.push(`printed, ${tall} px of ${named(element)} are cut off at its foot`)
    }
    for (const details of document.querySelectorAll('details:not([open])')) {
      if (details.checkVisibility() && ![...details.children].every(e => e.matches('summary') || e.checkVisibility({ contentVisibilityAuto: true })))
        wrong.push(`printed, ${named(details)} stays closed`)
    }
    return { wrong, height: root.scrollHeight }
  })
  const printed = (await page.pdf({ format: 'A4', margin: { top: '1cm', bottom: '1cm', left: '1cm', right: '1cm' } })).toString('latin1')
  const sheets = printed.match(/\/Type\s*\/Page\b/g)?.length ?? 0
  const least = Math.ceil(height / sheet.height * 0.8), most = Math.ceil(height / sheet.height * 1.5) + 1
  if (sheets < least || sheets > most) wrong.push(`printed, ${height} px come out on ${sheets} sheets: expected ${least} to ${most}`)
  return wrong
}

// Without scripts everything must still be there: the menu's links, the text, nothing hidden that only a script would show.
export async function withoutScripts(page) {
  return page.evaluate(() => {
    const wrong = []
    if (!document.querySelector('main')?.innerText.trim()) wrong.push('without scripts the page is empty')
    for (const link of document.querySelectorAll('nav a[href]'))
      if (!link.checkVisibility({ visibilityProperty: true })) wrong.push(`without scripts "${link.textContent.trim()}" cannot be reached`)
    if (document.querySelector('.js-enabled')) wrong.push('scripts ran')
    return wrong
  })
}
