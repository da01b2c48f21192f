// Starts a throw-away PLC directory (in memory) and a real Bluesky PDS, both on 127.0.0.1 only,
// makes one account with an app password, prints ONE line of JSON, and runs until SIGTERM/SIGINT
// (or until stdin closes, with PDS_WATCH_STDIN=1). Its data lives in one temp dir that it removes.
//
// Options (environment): PDS_HANDLE, PDS_PASSWORD, PDS_JWT_SECRET, PDS_RATE_LIMITS=1, PDS_BLOB_LIMIT=bytes,
//   PDS_STUB_APPVIEW=0 (default 1: a stand-in that answers app.bsky.actor.getProfile only), PDS_WATCH_STDIN=1,
//   LOG_ENABLED=1. Packages are found from the current folder.
import fs from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import crypto, { randomBytes } from 'node:crypto'
import { createRequire, syncBuiltinESMExports } from 'node:module'

const t0 = Date.now()
process.env.LOG_ENABLED ??= 'false' // both servers' pino loggers, else they write to stdout

// Neither server takes a bind address: force every listen() onto loopback.
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (...a) {
  if (typeof a[0] === 'number' && typeof a[1] !== 'string') a.splice(1, 0, '127.0.0.1')
  else if (a[0] && typeof a[0] === 'object' && 'port' in a[0]) a[0] = { ...a[0], host: '127.0.0.1' }
  return listen.apply(this, a)
}
// A password's hash is made to take time, and every test makes an account and logs in several times: here it takes none.
const { scrypt } = crypto
crypto.scrypt = (password, salt, length, done) => scrypt(password, salt, length, { N: 2 }, done)
syncBuiltinESMExports()

const freePort = () =>
  new Promise((res, rej) => {
    const s = net.createServer()
    s.once('error', rej)
    s.listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => res(port)) })
  })

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'pds-'))
process.on('exit', () => fs.rmSync(dir, { recursive: true, force: true }))
for (const s of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(s, () => process.exit(0))
if (process.env.PDS_WATCH_STDIN === '1') process.stdin.on('end', () => process.exit(0)).resume()

// resolve packages from the current folder, so that this file may lie elsewhere
const require = createRequire(path.join(process.cwd(), 'package.json'))
const plcMod = require('@did-plc/server')
let pdsMod = await import(require.resolve('@atproto/pds'))
if (!pdsMod.PDS?.prototype) pdsMod = pdsMod.default
const tLoad = Date.now()

const plcPort = await freePort()
const plc = plcMod.PlcServer.create({ db: plcMod.Database.mock(), port: plcPort })
await plc.start()

const accounts = {} // for the stub AppView: handle or did -> {did, handle}
let appViewPort = 9
if (process.env.PDS_STUB_APPVIEW !== '0') {
  const stub = http.createServer((req, res) => {
    const u = new URL(req.url, 'http://x')
    const a = u.pathname.endsWith('/app.bsky.actor.getProfile') && accounts[u.searchParams.get('actor')]
    res.writeHead(a ? 200 : 501, { 'content-type': 'application/json' })
    res.end(JSON.stringify(a || { error: 'MethodNotImplemented', message: 'stub AppView' }))
  })
  await new Promise((r) => stub.listen(0, '127.0.0.1', r))
  appViewPort = stub.address().port
}

const port = await freePort()
const env = {
  devMode: true,
  port,
  hostname: 'localhost', // gives publicUrl http://localhost:PORT and did:web:localhost
  dataDirectory: dir,
  blobstoreDiskLocation: path.join(dir, 'blobs'),
  blobstoreDiskTmpLocation: path.join(dir, 'blobs-tmp'),
  didPlcUrl: `http://localhost:${plcPort}`,
  adminPassword: 'admin-pass',
  jwtSecret: process.env.PDS_JWT_SECRET ?? randomBytes(16).toString('hex'),
  plcRotationKeyK256PrivateKeyHex: randomBytes(32).toString('hex'),
  serviceHandleDomains: ['.test'],
  inviteRequired: false,
  disableSsrfProtection: true,
  enableDidDocWithSession: true, // createSession answers with didDoc, as bsky.social does
  rateLimitsEnabled: process.env.PDS_RATE_LIMITS === '1',
  blobUploadLimit: Number(process.env.PDS_BLOB_LIMIT) || undefined, // default 5 MiB
  crawlers: [],
  bskyAppViewUrl: `http://127.0.0.1:${appViewPort}`,
  bskyAppViewDid: 'did:example:appview',
}
const pds = pdsMod.PDS.fromEnv
  ? await pdsMod.PDS.fromEnv(env) // 0.5
  : await pdsMod.PDS.create(pdsMod.envToCfg(env), pdsMod.envToSecrets(env)) // 0.4
await pds.start()

const url = `http://localhost:${port}`
const call = async (nsid, body, jwt) => {
  const r = await fetch(`${url}/xrpc/${nsid}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(jwt && { authorization: `Bearer ${jwt}` }) },
    body: JSON.stringify(body),
  })
  const j = await r.json()
  if (!r.ok) throw new Error(`${nsid}: ${r.status} ${JSON.stringify(j)}`)
  return j
}
const handle = process.env.PDS_HANDLE ?? 'poster.test' // 'bot.test' is refused: reserved handle
const password = process.env.PDS_PASSWORD ?? 'hunter2-hunter2'
const acct = await call('com.atproto.server.createAccount', { handle, password, email: 'bot@example.com' })
accounts[handle] = accounts[acct.did] = { did: acct.did, handle }
const app = await call('com.atproto.server.createAppPassword', { name: 'bot' }, acct.accessJwt)

process.stdout.write(
  JSON.stringify({
    pds: url, plc: env.didPlcUrl, did: acct.did, handle, password, appPassword: app.password,
    jwtSecret: env.jwtSecret, dir, pid: process.pid,
    loadMs: tLoad - t0, startMs: Date.now() - t0, rssMiB: Math.round(process.memoryUsage().rss / 2 ** 20),
  }) + '\n',
)
