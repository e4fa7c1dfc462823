// What is looked at on a page. Each function takes a page that is loaded and gives a list of sentences: what is wrong.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
// Two elements that the design system's own script writes and that axe judges wrongly.
const KNOWN = { 'label-content-name-mismatch': /govuk-file-upload-button|govuk-accordion__section-button/ }

// WCAG 2.2 A and AA and axe's best practice. `region` is off, as in the design system's own tests: a skip link and a banner
// stand outside any landmark by design.
export async function accessibility(page) {
  await page.evaluate(AXE)
  const result = await page.evaluate(tags => axe.run(document, {
    runOnly: { type: 'tag', values: tags }, rules: { region: { enabled: false } }, resultTypes: ['violations']
  }), TAGS)
  return result.violations
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

// Tab must reach everything that can be used, in turn, and show where it is.
export async function keyboard(page) {
  const wanted = await page.evaluate(() => {
    const usable = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]'
    const seen = [...document.querySelectorAll(usable)].filter(e => e.checkVisibility({ visibilityProperty: true }) && !e.disabled &&
      (!e.closest('details:not([open])') || (e.matches('summary') && !e.parentElement.parentElement.closest('details:not([open])'))))
    seen.forEach((element, i) => { element.dataset.walk = i })
    document.activeElement?.blur()
    return seen.length
  })
  const reached = new Set(), wrong = []
  for (let step = 0; step < wanted + 5 && reached.size < wanted; step++) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate(() => {
      const element = document.activeElement
      if (!element || element === document.body) return null
      const style = getComputedStyle(element), inside = getComputedStyle(element.querySelector('.govuk-details__summary-text, rect, *') ?? element)
      const shown = s => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none' || s.strokeWidth === '4px'
      return { walk: element.dataset.walk, shown: shown(style) || shown(inside), what: element.outerHTML.slice(0, 90) }
    })
    if (!at) continue
    if (at.walk !== undefined) reached.add(at.walk)
    if (!at.shown) wrong.push(`focus cannot be seen on ${at.what}`)
  }
  if (reached.size < wanted) {
    const missed = await page.evaluate(done => [...document.querySelectorAll('[data-walk]')]
      .filter(e => !done.includes(e.dataset.walk)).map(e => e.outerHTML.slice(0, 90)), [...reached])
    wrong.push(`Tab reaches ${reached.size} of ${wanted}; not ${missed[0]}`)
  }
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
