PRAGMA application_id = 1651471436;
PRAGMA user_version = 3;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'bot','first','2026-11-23 22:20:07.628999+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'bot','second','2026-11-25 19:42:00.529940+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'bot','third','2026-11-25 22:06:28.852370+00:00');
CREATE TABLE changes (sequence INTEGER PRIMARY KEY, stamp BLOB NOT NULL) STRICT;
CREATE TABLE companions (
            key TEXT NOT NULL,
            target TEXT NOT NULL,
            uri TEXT NOT NULL,
            cid TEXT NOT NULL,
            record BLOB,
            made_at INTEGER,
            PRIMARY KEY (key, target)
        ) STRICT
    ;
CREATE TABLE entries (
            key TEXT NOT NULL,
            target TEXT NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('claimed', 'posted', 'failed', 'in-doubt', 'skipped', 'baseline', 'deleted')),
            title TEXT NOT NULL,
            link TEXT NOT NULL,
            link_crc INTEGER NOT NULL,
            path TEXT NOT NULL,
            lang TEXT,
            published_at INTEGER,
            attempt INTEGER NOT NULL DEFAULT 0,
            updated_at INTEGER NOT NULL,
            reason TEXT,
            retry_at INTEGER,
            nonce TEXT,
            host TEXT,
            run_id TEXT,
            run_attempt INTEGER,
            claimed_at INTEGER,
            lease_until INTEGER,
            rkey TEXT,
            since_id TEXT,
            receipt_id TEXT,
            receipt_url TEXT,
            receipt_cid TEXT,
            posted_at INTEGER,
            cost INTEGER,
            fingerprint TEXT,
            payload TEXT, body BLOB,
            CHECK (status NOT IN ('claimed', 'in-doubt') OR (nonce IS NOT NULL AND lease_until IS NOT NULL)),
            CHECK (status <> 'posted' OR receipt_id IS NOT NULL),
            PRIMARY KEY (key, target)
        ) STRICT
    ;
INSERT INTO "entries" VALUES('hello-1','x','posted','Hello, world number 1','https://blog.example/posts/hello-1',2595941615,'content/hello-1.md','en',1795334340000000,1,1795420800000000,NULL,NULL,'aaaa','7b581e80270ec9a1',NULL,1,1795420800000000,1795421400000000,'3m',NULL,'1001','https://x.com/me/status/1001',NULL,1795420800000000,200000,'ffffffffffffffff','{"text":"Hello, world number 1","n":[1,null,"é"]}',NULL);
INSERT INTO "entries" VALUES('hello-2','x','in-doubt','Hello, world number 2','https://blog.example/posts/hello-2',62111061,'content/hello-2.md','en',1795334280000000,1,1795420800000000,'no answer',NULL,'aaaa','7b581e80270ec9a1',NULL,1,1795420800000000,1795421400000000,NULL,'1001',NULL,NULL,NULL,NULL,NULL,'ffffffffffffffff','{"text":"Hello, world number 2","n":[1,null,"é"]}',NULL);
INSERT INTO "entries" VALUES('hello-3','x','failed','Hello, world number 3','https://blog.example/posts/hello-3',1957989827,'content/hello-3.md','en',1795334220000000,1,1795420800000000,'no route',1795424400000000,'aaaa','7b581e80270ec9a1',NULL,1,1795420800000000,1795421400000000,NULL,'1001',NULL,NULL,NULL,NULL,NULL,'ffffffffffffffff','{"text":"Hello, world number 3","n":[1,null,"é"]}',NULL);
INSERT INTO "entries" VALUES('hello-4','*','baseline','Hello, world number 4','https://blog.example/posts/hello-4',3939506272,'content/hello-4.md','en',1795334160000000,0,1795420800000000,'there before',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "entries" VALUES('hello-5','x','deleted','Hello, world number 5','https://blog.example/posts/hello-5',2648123638,'content/hello-5.md','en',1795334100000000,1,1795424400000000,NULL,NULL,'bbbb','e485d593469e65d6','100',2,1795420800000000,1795421400000000,NULL,'1001','1005','https://x.com/me/status/1005',NULL,1795420800000000,NULL,'ffffffffffffffff','{"text":"Hello, world number 5","n":[1,null,"é"]}',NULL);
CREATE TABLE history (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL,
            target TEXT NOT NULL,
            at INTEGER NOT NULL,
            status TEXT NOT NULL,
            attempt INTEGER NOT NULL,
            reason TEXT,
            nonce TEXT,
            receipt_id TEXT,
            receipt_url TEXT,
            cost INTEGER
        ) STRICT
    ;
INSERT INTO "history" VALUES(1,'hello-1','x',1795420800000000,'claimed',1,NULL,'aaaa',NULL,NULL,200000);
INSERT INTO "history" VALUES(2,'hello-1','x',1795420800000000,'posted',1,NULL,'aaaa','1001','https://x.com/me/status/1001',200000);
INSERT INTO "history" VALUES(3,'hello-2','x',1795420800000000,'claimed',1,NULL,'aaaa',NULL,NULL,NULL);
INSERT INTO "history" VALUES(4,'hello-2','x',1795420800000000,'in-doubt',1,'no answer','aaaa',NULL,NULL,NULL);
INSERT INTO "history" VALUES(5,'hello-3','x',1795420800000000,'claimed',1,NULL,'aaaa',NULL,NULL,NULL);
INSERT INTO "history" VALUES(6,'hello-3','x',1795420800000000,'failed',1,'no route','aaaa',NULL,NULL,NULL);
INSERT INTO "history" VALUES(7,'hello-5','x',1795420800000000,'claimed',1,NULL,'bbbb',NULL,NULL,NULL);
INSERT INTO "history" VALUES(8,'hello-5','x',1795420800000000,'posted',1,NULL,'bbbb','1005','https://x.com/me/status/1005',NULL);
INSERT INTO "history" VALUES(9,'hello-5','x',1795424400000000,'deleted',1,NULL,'bbbb','1005','https://x.com/me/status/1005',NULL);
CREATE TABLE marks (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID, STRICT;
INSERT INTO "marks" VALUES('tree','abc');
CREATE TABLE names (key TEXT PRIMARY KEY, entry TEXT NOT NULL) WITHOUT ROWID, STRICT;
CREATE TABLE seen (path TEXT PRIMARY KEY, blob BLOB NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, key TEXT) WITHOUT ROWID, STRICT;
INSERT INTO "seen" VALUES('a.md',X'ABABABABABABABABABABABABABABABABABABABAB',1,2,NULL);
CREATE TABLE targets (name TEXT PRIMARY KEY, since INTEGER NOT NULL) WITHOUT ROWID, STRICT;
INSERT INTO "targets" VALUES('x',1795420800000000);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX entries_by_date ON entries (published_at) WHERE published_at IS NOT NULL;
CREATE INDEX entries_by_link ON entries (link_crc);
CREATE INDEX entries_open ON entries (status) WHERE status NOT IN ('posted', 'baseline', 'skipped', 'deleted');
CREATE INDEX "idx_history_key_target"
    ON "history" ("key", "target");
CREATE INDEX history_by_receipt ON history (target, length(receipt_id), receipt_id) WHERE receipt_id IS NOT NULL;
CREATE INDEX history_by_cost ON history (target, at, cost) WHERE cost IS NOT NULL;
CREATE VIEW "report" AS SELECT key, target, status, title, link, receipt_url AS post, reason, attempt, strftime('%Y-%m-%d %H:%M:%S', updated_at / 1000000, 'unixepoch') AS updated_at, strftime('%Y-%m-%d %H:%M:%S', posted_at / 1000000, 'unixepoch') AS posted_at, strftime('%Y-%m-%d %H:%M:%S', retry_at / 1000000, 'unixepoch') AS retry_at, cost / 1000000.0 AS cost_usd FROM entries WHERE status <> 'baseline';
CREATE INDEX entries_by_body ON entries (substr(body, 1, 8)) WHERE body IS NOT NULL;
CREATE INDEX entries_by_change ON entries (status, updated_at);
CREATE TRIGGER entries_birth BEFORE INSERT ON entries
        WHEN NEW.status NOT IN ('baseline', 'claimed', 'posted', 'skipped')
        BEGIN SELECT RAISE(ABORT, 'an entry cannot begin like this'); END;
CREATE TRIGGER entries_move BEFORE UPDATE ON entries
        WHEN OLD.status <> NEW.status AND OLD.status || '>' || NEW.status NOT IN ('baseline>claimed', 'baseline>posted', 'baseline>skipped', 'claimed>failed', 'claimed>in-doubt', 'claimed>posted', 'deleted>claimed', 'deleted>posted', 'failed>baseline', 'failed>claimed', 'failed>posted', 'failed>skipped', 'in-doubt>failed', 'in-doubt>posted', 'posted>claimed', 'posted>deleted', 'skipped>baseline', 'skipped>claimed', 'skipped>posted')
        BEGIN SELECT RAISE(ABORT, 'this status cannot follow that one'); END;
CREATE TRIGGER entries_stay BEFORE UPDATE ON entries
        WHEN OLD.status = NEW.status AND (OLD.attempt, OLD.updated_at, OLD.reason, OLD.retry_at, OLD.nonce, OLD.host, OLD.run_id, OLD.run_attempt, OLD.claimed_at, OLD.lease_until, OLD.rkey, OLD.since_id, OLD.receipt_id, OLD.receipt_url, OLD.receipt_cid, OLD.posted_at, OLD.cost, OLD.fingerprint, OLD.payload) IS NOT (NEW.attempt, NEW.updated_at, NEW.reason, NEW.retry_at, NEW.nonce, NEW.host, NEW.run_id, NEW.run_attempt, NEW.claimed_at, NEW.lease_until, NEW.rkey, NEW.since_id, NEW.receipt_id, NEW.receipt_url, NEW.receipt_cid, NEW.posted_at, NEW.cost, NEW.fingerprint, NEW.payload)
            AND NOT (NEW.status = 'claimed' AND OLD.attempt = NEW.attempt AND OLD.nonce IS NEW.nonce)
            AND NOT (NEW.status = 'posted' AND OLD.receipt_id IS NOT NEW.receipt_id)
        BEGIN SELECT RAISE(ABORT, 'an entry changes only together with its status'); END;
CREATE TRIGGER entries_name BEFORE UPDATE OF key, target ON entries
        BEGIN SELECT RAISE(ABORT, 'an entry keeps its key and its target'); END;
CREATE TRIGGER entries_keep BEFORE DELETE ON entries
        BEGIN SELECT RAISE(ABORT, 'an entry is never removed'); END;
CREATE TRIGGER history_update BEFORE UPDATE ON history
            BEGIN SELECT RAISE(ABORT, 'history is only ever added to'); END;
CREATE TRIGGER history_delete BEFORE DELETE ON history
            BEGIN SELECT RAISE(ABORT, 'history is only ever added to'); END;
CREATE TRIGGER history_begins AFTER INSERT ON entries WHEN NEW.status <> 'baseline' BEGIN INSERT INTO history (key, target, at, status, attempt, reason, nonce, receipt_id, receipt_url, cost) VALUES (NEW.key, NEW.target, NEW.updated_at, NEW.status, NEW.attempt, NEW.reason, NEW.nonce, NEW.receipt_id, NEW.receipt_url, NEW.cost); END;
CREATE TRIGGER history_baseline BEFORE UPDATE ON entries
        WHEN OLD.status = 'baseline' AND NEW.status <> 'baseline'
            AND NOT EXISTS (SELECT 1 FROM history WHERE key = OLD.key AND target = OLD.target)
        BEGIN INSERT INTO history (key, target, at, status, attempt, reason, nonce, receipt_id, receipt_url, cost) VALUES (OLD.key, OLD.target, OLD.updated_at, OLD.status, OLD.attempt, OLD.reason, OLD.nonce, OLD.receipt_id, OLD.receipt_url, OLD.cost); END;
CREATE TRIGGER history_goes_on AFTER UPDATE ON entries
        WHEN OLD.status <> NEW.status OR (OLD.attempt, OLD.updated_at, OLD.reason, OLD.retry_at, OLD.nonce, OLD.host, OLD.run_id, OLD.run_attempt, OLD.claimed_at, OLD.lease_until, OLD.rkey, OLD.since_id, OLD.receipt_id, OLD.receipt_url, OLD.receipt_cid, OLD.posted_at, OLD.cost, OLD.fingerprint, OLD.payload) IS NOT (NEW.attempt, NEW.updated_at, NEW.reason, NEW.retry_at, NEW.nonce, NEW.host, NEW.run_id, NEW.run_attempt, NEW.claimed_at, NEW.lease_until, NEW.rkey, NEW.since_id, NEW.receipt_id, NEW.receipt_url, NEW.receipt_cid, NEW.posted_at, NEW.cost, NEW.fingerprint, NEW.payload) BEGIN INSERT INTO history (key, target, at, status, attempt, reason, nonce, receipt_id, receipt_url, cost) VALUES (NEW.key, NEW.target, NEW.updated_at, NEW.status, NEW.attempt, NEW.reason, NEW.nonce, NEW.receipt_id, NEW.receipt_url, NEW.cost); END;
CREATE TRIGGER changes_update BEFORE UPDATE ON changes
            BEGIN SELECT RAISE(ABORT, 'a change is never undone'); END;
CREATE TRIGGER changes_delete BEFORE DELETE ON changes
            BEGIN SELECT RAISE(ABORT, 'a change is never undone'); END;
COMMIT;
