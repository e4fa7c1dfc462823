// Walks a site from its first page and chooses the pages to look at. Every link found on those is followed once, to see that
// it answers.
//
// A kind of page is its address with the record's key and the values of its query taken away: /measures/*/table, /outcomes?q.
// Of every kind it is the first, the middle and the last of the pages that are linked where the kind is first met: the pages of
// one kind are drawn by the same lines of code. Of the threads, plans and reports, and with EVERY=1 of all registers in WHOLE,
// every page is looked at.

const WHOLE = new Set(process.env.EVERY ? ['threads', 'plans', 'plan-sections', 'outcomes', 'expectations', 'milestones', 'measures', 'priorities', 'risks', 'reports']
  : ['threads', 'plans', 'expectations', 'reports'])
const DATA = /\.(csv|json|ods|atom|ics)$/
// What no link leads to: nothing found, nothing there, a question that cannot be answered.
const UNLINKED = ['/search?q=zzzz', '/search?q=health', '/nothing-here', '/measures/nothing-here', '/outcomes?q=supervision',
  '/outcomes?sort=nothing', '/outcomes?after=nothing']

function kindOf(path) {
  const { pathname, searchParams } = new URL(path, 'http://localhost')
  const [register, key, ...view] = pathname.slice(1).split('/')
  const query = [...searchParams.keys()].sort().join('&')
  return { name: [register, ...key ? ['*'] : [], ...view].join('/') + (query && '?' + query), whole: WHOLE.has(register) && !query }
}

function linksIn(html) {
  return [...html.matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)].map(([, href]) => href.replaceAll('&amp;', '&'))
}

function firstMiddleLast(list) {
  return [...new Set([list[0], list[list.length >> 1], list[list.length - 1]])]
}

// choose KINDS PATHS: those of the paths to look at, now that these kinds have been met.
function choose(kinds, paths) {
  const met = new Map()
  for (const path of paths) {
    const { name, whole } = kindOf(path)
    if (whole || !kinds.has(name)) met.set(name, [...met.get(name) ?? [], { path, whole }])
  }
  return [...met].flatMap(([name, list]) => {
    kinds.add(name)
    return (list[0].whole ? list : firstMiddleLast(list)).map(({ path }) => path)
  })
}

async function each(list, action) {
  const queue = [...list]
  await Promise.all(Array.from({ length: 4 }, async () => { while (queue.length) await action(queue.shift()) }))
}

// walk BASE: { paths: what to look at, wrong: the links that do not answer as they should }.
export async function walk(base) {
  const origin = new URL(base).origin
  const kinds = new Set(), asked = new Map([['/', 'the beginning']]), paths = [], wrong = []
  let next = choose(kinds, ['/'])
  while (next.length) {
    const found = new Set()
    await each(next, async path => {
      const answer = await fetch(origin + path), html = await answer.text()
      for (const href of linksIn(html)) {
        const url = new URL(href, origin + path)
        if (url.origin !== origin) continue
        const to = url.pathname + url.search
        if (!asked.has(to)) asked.set(to, path)
        if (!DATA.test(url.pathname)) found.add(to)
      }
    })
    paths.push(...next)
    next = choose(kinds, [...found].filter(path => !paths.includes(path)).sort())
  }
  await each(asked, async ([path, from]) => {
    const answer = await fetch(origin + path)
    await answer.arrayBuffer()
    if (answer.status !== 200) wrong.push(`the link ${path} on ${from} answers ${answer.status}`)
  })
  return { paths: [...paths, ...UNLINKED], wrong }
}
