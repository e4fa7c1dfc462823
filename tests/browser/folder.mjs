// Serves a folder of static pages on 127.0.0.1 under the content security policy that stands in its policy.txt.
import { createServer } from 'node:http'
import { readFileSync, readdirSync } from 'node:fs'
import { extname, join, normalize } from 'node:path'

const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' }

export function pagesOf(folder) {
  return readdirSync(folder).filter(name => name.endsWith('.html')).sort()
}

export async function serveFolder(folder) {
  const policy = readFileSync(join(folder, 'policy.txt'), 'utf8')
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname))
    try {
      const bytes = readFileSync(join(folder, path === '/' ? 'index.html' : path))
      const headers = { 'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream' }
      // A file that stands alone brings its own policy and is read without a server.
      if (!bytes.includes('http-equiv="Content-Security-Policy"')) headers['Content-Security-Policy'] = policy
      response.writeHead(200, headers).end(bytes)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise(ready => server.listen(0, '127.0.0.1', ready))
  return { base: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() }
}
