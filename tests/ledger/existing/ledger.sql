PRAGMA application_id = 1651471436;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'bot','first','2026-11-25 19:00:18.991560+00:00');
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
            payload TEXT,
            CHECK (status NOT IN ('claimed', 'in-doubt') OR (nonce IS NOT NULL AND lease_until IS NOT NULL)),
            CHECK (status <> 'posted' OR receipt_id IS NOT NULL),
            PRIMARY KEY (key, target)
        ) STRICT
    ;
INSERT INTO "entries" VALUES('archive-1','*','baseline','The digest called archive-1','https://blog.example/posts/archive-1',260756505,'content/archive-1.md',NULL,1763625660000000,0,1764331200000000,'there before bot init',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "entries" VALUES('archive-2','*','baseline','The digest called archive-2','https://blog.example/posts/archive-2',2525201827,'content/archive-2.md',NULL,1763625720000000,0,1764331200000000,'there before bot init',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "entries" VALUES('posted','x','posted','The digest called posted','https://blog.example/posts/posted',1084233086,'content/posted.md',NULL,1763625780000000,1,1764331260000000,NULL,NULL,'0a21db4c1b0fff46','laptop',NULL,1,1764331260000000,1764331860000000,NULL,NULL,'1994375971599286274','https://x.com/i/web/status/1994375971599286274',NULL,1764331260000000,15000,'8e00b284f11971cb','{"body":{"text":"The digest called posted\n\nWhat posted is about.\n\nhttps://blog.example/posts/posted"},"link":"https://blog.example/posts/posted"}');
INSERT INTO "entries" VALUES('posted','outbox','posted','The digest called posted','https://blog.example/posts/posted',1084233086,'content/posted.md',NULL,1763625780000000,1,1764331260000000,NULL,NULL,'0a21db4c1b0fff46','laptop',NULL,1,1764331260000000,1764331860000000,'posted-outbox',NULL,'posted-outbox.html','file:///tmp/the-blog/blog/state/outbox/posted-outbox.html',NULL,1764331260000000,NULL,'8e00b284f11971cb','{"title":"The digest called posted","text":"The digest called posted\n\nWhat posted is about.","createdAt":"2025-11-28T12:01:00.000Z","length":47,"limit":300,"facets":[],"link":"https://blog.example/posts/posted","card":{"uri":"https://blog.example/posts/posted","title":"The digest called posted","description":"What posted is about."},"image":null,"langs":[],"tags":[]}');
INSERT INTO "entries" VALUES('renamed','x','posted','The digest called renamed','https://blog.example/posts/new-name',3257578720,'content/new-name.md',NULL,1763625840000000,1,1764331320000000,NULL,NULL,'ffbc4b07484ba820','laptop',NULL,1,1764331320000000,1764331920000000,NULL,'1994375971599286274','1994376223257526275','https://x.com/i/web/status/1994376223257526275',NULL,1764331320000000,15000,'e0b0fe2e5aea61b6','{"body":{"text":"The digest called renamed\n\nWhat renamed is about.\n\nhttps://blog.example/posts/renamed"},"link":"https://blog.example/posts/renamed"}');
INSERT INTO "entries" VALUES('renamed','outbox','posted','The digest called renamed','https://blog.example/posts/new-name',3257578720,'content/new-name.md',NULL,1763625840000000,1,1764331320000000,NULL,NULL,'ffbc4b07484ba820','laptop',NULL,1,1764331320000000,1764331920000000,'renamed-outbox','posted-outbox.html','renamed-outbox.html','file:///tmp/the-blog/blog/state/outbox/renamed-outbox.html',NULL,1764331320000000,NULL,'e0b0fe2e5aea61b6','{"title":"The digest called renamed","text":"The digest called renamed\n\nWhat renamed is about.","createdAt":"2025-11-28T12:02:00.000Z","length":49,"limit":300,"facets":[],"link":"https://blog.example/posts/renamed","card":{"uri":"https://blog.example/posts/renamed","title":"The digest called renamed","description":"What renamed is about."},"image":null,"langs":[],"tags":[]}');
INSERT INTO "entries" VALUES('deleted','x','deleted','The digest called deleted','https://blog.example/posts/deleted',331408886,'content/deleted.md',NULL,1763625900000000,1,1764331440000000,NULL,NULL,'82497b63369f17ad','laptop',NULL,1,1764331440000000,1764332040000000,NULL,'1994376223257526275','1994376726574006276','https://x.com/i/web/status/1994376726574006276',NULL,1764331440000000,15000,'2eec635f98007d00','{"body":{"text":"The digest called deleted\n\nWhat deleted is about.\n\nhttps://blog.example/posts/deleted"},"link":"https://blog.example/posts/deleted"}');
INSERT INTO "entries" VALUES('deleted','outbox','posted','The digest called deleted','https://blog.example/posts/deleted',331408886,'content/deleted.md',NULL,1763625900000000,1,1764331440000000,NULL,NULL,'82497b63369f17ad','laptop',NULL,1,1764331440000000,1764332040000000,'deleted-outbox','renamed-outbox.html','deleted-outbox.html','file:///tmp/the-blog/blog/state/outbox/deleted-outbox.html',NULL,1764331440000000,NULL,'2eec635f98007d00','{"title":"The digest called deleted","text":"The digest called deleted\n\nWhat deleted is about.","createdAt":"2025-11-28T12:04:00.000Z","length":49,"limit":300,"facets":[],"link":"https://blog.example/posts/deleted","card":{"uri":"https://blog.example/posts/deleted","title":"The digest called deleted","description":"What deleted is about."},"image":null,"langs":[],"tags":[]}');
INSERT INTO "entries" VALUES('died','x','claimed','The digest called died','https://blog.example/posts/died',3408875151,'content/died.md',NULL,1763625960000000,1,1764331500000000,NULL,NULL,'de6ab09b81b3ff03','laptop',NULL,1,1764331500000000,1764332100000000,NULL,'1994376726574006276',NULL,NULL,NULL,NULL,15000,'ae67d918f04cf214','{"body":{"text":"The digest called died\n\nWhat died is about.\n\nhttps://blog.example/posts/died"},"link":"https://blog.example/posts/died"}');
INSERT INTO "entries" VALUES('answer-lost','x','in-doubt','The digest called answer-lost','https://blog.example/posts/answer-lost',1307327016,'content/answer-lost.md',NULL,1763626020000000,1,1764331500000000,'x: the connection broke ((''Connection aborted.'', ConnectionResetError(104, ''Connection reset by peer'')))',NULL,'f9f91468f74d929c','laptop',NULL,1,1764331500000000,1764332100000000,NULL,'1994376726574006276',NULL,NULL,NULL,NULL,15000,'ccc0ac692b8ceb57','{"body":{"text":"The digest called answer-lost\n\nWhat answer-lost is about.\n\nhttps://blog.example/posts/answer-lost"},"link":"https://blog.example/posts/answer-lost"}');
INSERT INTO "entries" VALUES('answer-lost','outbox','posted','The digest called answer-lost','https://blog.example/posts/answer-lost',1307327016,'content/answer-lost.md',NULL,1763626020000000,1,1764331500000000,NULL,NULL,'f9f91468f74d929c','laptop',NULL,1,1764331500000000,1764332100000000,'answer-lost-outbox','renamed-outbox.html','answer-lost-outbox.html','file:///tmp/the-blog/blog/state/outbox/answer-lost-outbox.html',NULL,1764331500000000,NULL,'ccc0ac692b8ceb57','{"title":"The digest called answer-lost","text":"The digest called answer-lost\n\nWhat answer-lost is about.","createdAt":"2025-11-28T12:05:00.000Z","length":57,"limit":300,"facets":[],"link":"https://blog.example/posts/answer-lost","card":{"uri":"https://blog.example/posts/answer-lost","title":"The digest called answer-lost","description":"What answer-lost is about."},"image":null,"langs":[],"tags":[]}');
INSERT INTO "entries" VALUES('never-arrived','x','in-doubt','The digest called never-arrived','https://blog.example/posts/never-arrived',3602062486,'content/never-arrived.md',NULL,1763626080000000,1,1764331560000000,'x: the connection broke ((''Connection aborted.'', ConnectionResetError(104, ''Connection reset by peer'')))',NULL,'3976afd65e8e11c9','laptop',NULL,1,1764331560000000,1764332160000000,NULL,'1994376726574006276',NULL,NULL,NULL,NULL,15000,'1b0054dddfcda704','{"body":{"text":"The digest called never-arrived\n\nWhat never-arrived is about.\n\nhttps://blog.example/posts/never-arrived"},"link":"https://blog.example/posts/never-arrived"}');
INSERT INTO "entries" VALUES('never-arrived','outbox','posted','The digest called never-arrived','https://blog.example/posts/never-arrived',3602062486,'content/never-arrived.md',NULL,1763626080000000,1,1764331560000000,NULL,NULL,'3976afd65e8e11c9','laptop',NULL,1,1764331560000000,1764332160000000,'never-arrived-outbox','answer-lost-outbox.html','never-arrived-outbox.html','file:///tmp/the-blog/blog/state/outbox/never-arrived-outbox.html',NULL,1764331560000000,NULL,'1b0054dddfcda704','{"title":"The digest called never-arrived","text":"The digest called never-arrived\n\nWhat never-arrived is about.","createdAt":"2025-11-28T12:06:00.000Z","length":61,"limit":300,"facets":[],"link":"https://blog.example/posts/never-arrived","card":{"uri":"https://blog.example/posts/never-arrived","title":"The digest called never-arrived","description":"What never-arrived is about."},"image":null,"langs":[],"tags":[]}');
INSERT INTO "entries" VALUES('refused','x','failed','The digest called refused','https://blog.example/posts/refused',136844729,'content/refused.md',NULL,1763626140000000,1,1764331620000000,'x: 403 You are not permitted to do this.: Forbidden',NULL,'57207c02dc28104b','laptop',NULL,1,1764331620000000,1764332220000000,NULL,'1994376726574006276',NULL,NULL,NULL,NULL,15000,'9d96c5580d87ece4','{"body":{"text":"The digest called refused\n\nWhat refused is about.\n\nhttps://blog.example/posts/refused"},"link":"https://blog.example/posts/refused"}');
INSERT INTO "entries" VALUES('refused','outbox','posted','The digest called refused','https://blog.example/posts/refused',136844729,'content/refused.md',NULL,1763626140000000,1,1764331620000000,NULL,NULL,'57207c02dc28104b','laptop',NULL,1,1764331620000000,1764332220000000,'refused-outbox','never-arrived-outbox.html','refused-outbox.html','file:///tmp/the-blog/blog/state/outbox/refused-outbox.html',NULL,1764331620000000,NULL,'9d96c5580d87ece4','{"title":"The digest called refused","text":"The digest called refused\n\nWhat refused is about.","createdAt":"2025-11-28T12:07:00.000Z","length":49,"limit":300,"facets":[],"link":"https://blog.example/posts/refused","card":{"uri":"https://blog.example/posts/refused","title":"The digest called refused","description":"What refused is about."},"image":null,"langs":[],"tags":[]}');
INSERT INTO "entries" VALUES('put-off','x','failed','The digest called put-off','https://blog.example/posts/put-off',1491570015,'content/put-off.md',NULL,1763626200000000,1,1764331680000000,'x: 429 Too Many Requests',1764338880000000,'d68dd827ae9b84c6','laptop',NULL,1,1764331680000000,1764332280000000,NULL,'1994376726574006276',NULL,NULL,NULL,NULL,15000,'3cc6439d7140f762','{"body":{"text":"The digest called put-off\n\nWhat put-off is about.\n\nhttps://blog.example/posts/put-off"},"link":"https://blog.example/posts/put-off"}');
INSERT INTO "entries" VALUES('put-off','outbox','posted','The digest called put-off','https://blog.example/posts/put-off',1491570015,'content/put-off.md',NULL,1763626200000000,1,1764331680000000,NULL,NULL,'d68dd827ae9b84c6','laptop',NULL,1,1764331680000000,1764332280000000,'put-off-outbox','never-arrived-outbox.html','put-off-outbox.html','file:///tmp/the-blog/blog/state/outbox/put-off-outbox.html',NULL,1764331680000000,NULL,'3cc6439d7140f762','{"title":"The digest called put-off","text":"The digest called put-off\n\nWhat put-off is about.","createdAt":"2025-11-28T12:08:00.000Z","length":49,"limit":300,"facets":[],"link":"https://blog.example/posts/put-off","card":{"uri":"https://blog.example/posts/put-off","title":"The digest called put-off","description":"What put-off is about."},"image":null,"langs":[],"tags":[]}');
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
INSERT INTO "history" VALUES(1,'posted','x',1764331260000000,'claimed',1,NULL,'0a21db4c1b0fff46',NULL,NULL,15000);
INSERT INTO "history" VALUES(2,'posted','outbox',1764331260000000,'claimed',1,NULL,'0a21db4c1b0fff46',NULL,NULL,NULL);
INSERT INTO "history" VALUES(3,'posted','outbox',1764331260000000,'posted',1,NULL,'0a21db4c1b0fff46','posted-outbox.html','file:///tmp/the-blog/blog/state/outbox/posted-outbox.html',NULL);
INSERT INTO "history" VALUES(4,'posted','x',1764331260000000,'posted',1,NULL,'0a21db4c1b0fff46','1994375971599286274','https://x.com/i/web/status/1994375971599286274',15000);
INSERT INTO "history" VALUES(5,'renamed','x',1764331320000000,'claimed',1,NULL,'ffbc4b07484ba820',NULL,NULL,15000);
INSERT INTO "history" VALUES(6,'renamed','outbox',1764331320000000,'claimed',1,NULL,'ffbc4b07484ba820',NULL,NULL,NULL);
INSERT INTO "history" VALUES(7,'renamed','x',1764331320000000,'posted',1,NULL,'ffbc4b07484ba820','1994376223257526275','https://x.com/i/web/status/1994376223257526275',15000);
INSERT INTO "history" VALUES(8,'renamed','outbox',1764331320000000,'posted',1,NULL,'ffbc4b07484ba820','renamed-outbox.html','file:///tmp/the-blog/blog/state/outbox/renamed-outbox.html',NULL);
INSERT INTO "history" VALUES(9,'deleted','x',1764331440000000,'claimed',1,NULL,'82497b63369f17ad',NULL,NULL,15000);
INSERT INTO "history" VALUES(10,'deleted','outbox',1764331440000000,'claimed',1,NULL,'82497b63369f17ad',NULL,NULL,NULL);
INSERT INTO "history" VALUES(11,'deleted','outbox',1764331440000000,'posted',1,NULL,'82497b63369f17ad','deleted-outbox.html','file:///tmp/the-blog/blog/state/outbox/deleted-outbox.html',NULL);
INSERT INTO "history" VALUES(12,'deleted','x',1764331440000000,'posted',1,NULL,'82497b63369f17ad','1994376726574006276','https://x.com/i/web/status/1994376726574006276',15000);
INSERT INTO "history" VALUES(13,'deleted','x',1764331440000000,'deleted',1,NULL,'82497b63369f17ad','1994376726574006276','https://x.com/i/web/status/1994376726574006276',15000);
INSERT INTO "history" VALUES(14,'died','x',1764331500000000,'claimed',1,NULL,'de6ab09b81b3ff03',NULL,NULL,15000);
INSERT INTO "history" VALUES(15,'answer-lost','x',1764331500000000,'claimed',1,NULL,'f9f91468f74d929c',NULL,NULL,15000);
INSERT INTO "history" VALUES(16,'answer-lost','outbox',1764331500000000,'claimed',1,NULL,'f9f91468f74d929c',NULL,NULL,NULL);
INSERT INTO "history" VALUES(17,'answer-lost','x',1764331500000000,'in-doubt',1,'x: the connection broke ((''Connection aborted.'', ConnectionResetError(104, ''Connection reset by peer'')))','f9f91468f74d929c',NULL,NULL,15000);
INSERT INTO "history" VALUES(18,'answer-lost','outbox',1764331500000000,'posted',1,NULL,'f9f91468f74d929c','answer-lost-outbox.html','file:///tmp/the-blog/blog/state/outbox/answer-lost-outbox.html',NULL);
INSERT INTO "history" VALUES(19,'never-arrived','x',1764331560000000,'claimed',1,NULL,'3976afd65e8e11c9',NULL,NULL,15000);
INSERT INTO "history" VALUES(20,'never-arrived','outbox',1764331560000000,'claimed',1,NULL,'3976afd65e8e11c9',NULL,NULL,NULL);
INSERT INTO "history" VALUES(21,'never-arrived','x',1764331560000000,'in-doubt',1,'x: the connection broke ((''Connection aborted.'', ConnectionResetError(104, ''Connection reset by peer'')))','3976afd65e8e11c9',NULL,NULL,15000);
INSERT INTO "history" VALUES(22,'never-arrived','outbox',1764331560000000,'posted',1,NULL,'3976afd65e8e11c9','never-arrived-outbox.html','file:///tmp/the-blog/blog/state/outbox/never-arrived-outbox.html',NULL);
INSERT INTO "history" VALUES(23,'refused','x',1764331620000000,'claimed',1,NULL,'57207c02dc28104b',NULL,NULL,15000);
INSERT INTO "history" VALUES(24,'refused','outbox',1764331620000000,'claimed',1,NULL,'57207c02dc28104b',NULL,NULL,NULL);
INSERT INTO "history" VALUES(25,'refused','x',1764331620000000,'failed',1,'x: 403 You are not permitted to do this.: Forbidden','57207c02dc28104b',NULL,NULL,15000);
INSERT INTO "history" VALUES(26,'refused','outbox',1764331620000000,'posted',1,NULL,'57207c02dc28104b','refused-outbox.html','file:///tmp/the-blog/blog/state/outbox/refused-outbox.html',NULL);
INSERT INTO "history" VALUES(27,'put-off','x',1764331680000000,'claimed',1,NULL,'d68dd827ae9b84c6',NULL,NULL,15000);
INSERT INTO "history" VALUES(28,'put-off','outbox',1764331680000000,'claimed',1,NULL,'d68dd827ae9b84c6',NULL,NULL,NULL);
INSERT INTO "history" VALUES(29,'put-off','x',1764331680000000,'failed',1,'x: 429 Too Many Requests','d68dd827ae9b84c6',NULL,NULL,15000);
INSERT INTO "history" VALUES(30,'put-off','outbox',1764331680000000,'posted',1,NULL,'d68dd827ae9b84c6','put-off-outbox.html','file:///tmp/the-blog/blog/state/outbox/put-off-outbox.html',NULL);
CREATE TABLE marks (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID, STRICT;
INSERT INTO "marks" VALUES('idle','0.1.01bot.toml 86 c35f57e3content**/*.md**/*.mdxX_ACCESS_TOKEN=1X_ACCESS_TOKEN_SECRET=1X_API_KEY=1X_API_SECRET=1');
INSERT INTO "marks" VALUES('scanned','{"rules": [1, ["**/*.md", "**/*.mdx"], [], "content", {}], "targets": ["outbox", "x"]}');
CREATE TABLE names (key TEXT PRIMARY KEY, entry TEXT NOT NULL) WITHOUT ROWID, STRICT;
INSERT INTO "names" VALUES('new-name','renamed');
CREATE TABLE seen (path TEXT PRIMARY KEY, blob BLOB NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, key TEXT) WITHOUT ROWID, STRICT;
INSERT INTO "seen" VALUES('archive-1.md',X'585D9E8252BA16618358DA0CC84862C121673AE0',150,-1,NULL);
INSERT INTO "seen" VALUES('archive-2.md',X'CA555B87ED6475B54A5A9155848DC2A2C320B581',150,-1,NULL);
INSERT INTO "seen" VALUES('deleted.md',X'F6C08F4F58E71FE16D21CF77CD8B7DFBF903FAAA',146,-1,NULL);
INSERT INTO "seen" VALUES('new-name.md',X'E913A914776D5DBA14093A8D116AF73146CC373F',146,-1,NULL);
INSERT INTO "seen" VALUES('posted.md',X'5014F7915356DA4AE621B5BCE14452774707CE6F',144,-1,NULL);
CREATE TABLE targets (name TEXT PRIMARY KEY, since INTEGER NOT NULL) WITHOUT ROWID, STRICT;
INSERT INTO "targets" VALUES('outbox',1764331200000000);
INSERT INTO "targets" VALUES('x',1764331200000000);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX entries_by_date ON entries (published_at) WHERE published_at IS NOT NULL;
CREATE INDEX entries_by_link ON entries (link_crc);
CREATE INDEX entries_open ON entries (status) WHERE status NOT IN ('posted', 'baseline', 'skipped', 'deleted');
CREATE INDEX "idx_history_key_target"
    ON "history" ("key", "target");
CREATE INDEX history_by_receipt ON history (target, length(receipt_id), receipt_id) WHERE receipt_id IS NOT NULL;
CREATE INDEX history_by_cost ON history (target, at, cost) WHERE cost IS NOT NULL;
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
CREATE VIEW "report" AS SELECT key, target, status, title, link, receipt_url AS post, reason, attempt, strftime('%Y-%m-%d %H:%M:%S', updated_at / 1000000, 'unixepoch') AS updated_at, strftime('%Y-%m-%d %H:%M:%S', posted_at / 1000000, 'unixepoch') AS posted_at, strftime('%Y-%m-%d %H:%M:%S', retry_at / 1000000, 'unixepoch') AS retry_at, cost / 1000000.0 AS cost_usd FROM entries WHERE status <> 'baseline';
COMMIT;
