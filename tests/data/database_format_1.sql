PRAGMA application_id = 1415007299;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE channels (
    id INTEGER PRIMARY KEY AUTOINCREMENT, sid TEXT NOT NULL UNIQUE, type TEXT NOT NULL, unique_name TEXT UNIQUE,
    friendly_name TEXT, attributes TEXT NOT NULL, created_by TEXT NOT NULL, date_created TEXT NOT NULL,
    date_updated TEXT NOT NULL, next_index INTEGER NOT NULL DEFAULT 0, messages_count INTEGER NOT NULL DEFAULT 0
);
INSERT INTO "channels" VALUES(1,'CH4a1252e4da70e6720fcaa4da1e98406c','public','kept','Kept','{"a":1}','alice','2023-11-14T22:13:20.000Z','2023-11-14T22:13:20.000Z',2,2);
CREATE TABLE invites (
    id INTEGER PRIMARY KEY AUTOINCREMENT, sid TEXT NOT NULL UNIQUE, channel_sid TEXT NOT NULL, identity TEXT NOT NULL,
    UNIQUE (channel_sid, identity)
);
CREATE TABLE media (
    sid TEXT PRIMARY KEY, author TEXT NOT NULL, content_type TEXT NOT NULL, filename TEXT, size INTEGER NOT NULL,
    date_created TEXT NOT NULL, channel_sid TEXT, message_sid TEXT
) WITHOUT ROWID;
CREATE TABLE media_chunks (
    media_sid TEXT NOT NULL, number INTEGER NOT NULL, bytes BLOB NOT NULL, UNIQUE (media_sid, number)
);
CREATE TABLE messages (
    sid TEXT PRIMARY KEY, channel_sid TEXT NOT NULL, position INTEGER NOT NULL, author TEXT NOT NULL,
    participant_sid TEXT, body TEXT, attributes TEXT NOT NULL, media_sid TEXT, date_created TEXT NOT NULL,
    date_updated TEXT NOT NULL, last_updated_by TEXT, UNIQUE (channel_sid, position)
) WITHOUT ROWID;
INSERT INTO "messages" VALUES('IM523be6557b5134dec19681f4a1336aa2','CH4a1252e4da70e6720fcaa4da1e98406c',1,'bob','MB35a414d025c24b40ae3ac127722988ba','second','{}',NULL,'2023-11-14T22:13:20.000Z','2023-11-14T22:13:20.000Z',NULL);
INSERT INTO "messages" VALUES('IM973aea8d37179706072ed33a14607ad7','CH4a1252e4da70e6720fcaa4da1e98406c',0,'alice','MB2b4456556d89aa82bcadae3a9578fa45','first','{}',NULL,'2023-11-14T22:13:20.000Z','2023-11-14T22:13:20.000Z',NULL);
CREATE TABLE mutations (
    id INTEGER PRIMARY KEY, identity TEXT NOT NULL, mutation_id TEXT NOT NULL, path TEXT,
    UNIQUE (identity, mutation_id)
);
CREATE TABLE participants (
    id INTEGER PRIMARY KEY AUTOINCREMENT, sid TEXT NOT NULL UNIQUE, channel_sid TEXT NOT NULL, identity TEXT NOT NULL,
    attributes TEXT NOT NULL, date_created TEXT NOT NULL, date_updated TEXT NOT NULL, consumed_index INTEGER,
    consumed_at TEXT, notification_level TEXT NOT NULL, UNIQUE (channel_sid, identity)
);
INSERT INTO "participants" VALUES(1,'MB2b4456556d89aa82bcadae3a9578fa45','CH4a1252e4da70e6720fcaa4da1e98406c','alice','{}','2023-11-14T22:13:20.000Z','2023-11-14T22:13:20.000Z',NULL,NULL,'default');
INSERT INTO "participants" VALUES(2,'MB35a414d025c24b40ae3ac127722988ba','CH4a1252e4da70e6720fcaa4da1e98406c','bob','{}','2023-11-14T22:13:20.000Z','2023-11-14T22:13:20.000Z',NULL,NULL,'default');
CREATE TABLE push_bindings (
    id TEXT PRIMARY KEY, identity TEXT NOT NULL, type TEXT NOT NULL, address TEXT NOT NULL, details TEXT NOT NULL,
    UNIQUE (identity, type, address)
) WITHOUT ROWID;
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "settings" VALUES('role_sid','RL4420823cfde6f1c26b30f90ec7dd01e4');
INSERT INTO "settings" VALUES('service_sid','IS00000000000000000000000000000001');
INSERT INTO "settings" VALUES('signing_key','0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f');
CREATE TABLE sync_events (
    object INTEGER NOT NULL, id INTEGER NOT NULL, change TEXT NOT NULL, key, data TEXT NOT NULL, date TEXT NOT NULL,
    PRIMARY KEY (object, id)
) WITHOUT ROWID;
INSERT INTO "sync_events" VALUES(1,0,'item_added','friendlyName','{"value":"alice"}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(1,1,'item_added','attributes','{"value":"{}"}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(1,2,'item_added','reachability','{"online":false,"notifiable":false}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(2,0,'item_added','CH4a1252e4da70e6720fcaa4da1e98406c','{"status":"joined","type":"public","channel":"CH4a1252e4da70e6720fcaa4da1e98406c.channel","messages":"CH4a1252e4da70e6720fcaa4da1e98406c.messages","roster":"CH4a1252e4da70e6720fcaa4da1e98406c.roster","lastConsumedMessageIndex":null,"notificationLevel":"default"}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(3,0,'item_added','friendlyName','{"value":"bob"}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(3,1,'item_added','attributes','{"value":"{}"}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(3,2,'item_added','reachability','{"online":false,"notifiable":false}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(4,0,'item_added','CH4a1252e4da70e6720fcaa4da1e98406c','{"status":"joined","type":"public","channel":"CH4a1252e4da70e6720fcaa4da1e98406c.channel","messages":"CH4a1252e4da70e6720fcaa4da1e98406c.messages","roster":"CH4a1252e4da70e6720fcaa4da1e98406c.roster","lastConsumedMessageIndex":null,"notificationLevel":"default"}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(5,1,'updated',NULL,'{"sid":"CH4a1252e4da70e6720fcaa4da1e98406c","type":"public","uniqueName":"kept","friendlyName":"Kept","attributes":"{\"a\":1}","createdBy":"alice","dateCreated":"2023-11-14T22:13:20.000Z","dateUpdated":"2023-11-14T22:13:20.000Z","roster":"CH4a1252e4da70e6720fcaa4da1e98406c.roster","messages":"CH4a1252e4da70e6720fcaa4da1e98406c.messages","lastMessage":{"index":0,"timestamp":"2023-11-14T22:13:20.000Z","sid":"IM973aea8d37179706072ed33a14607ad7","author":"alice"}}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(5,2,'updated',NULL,'{"sid":"CH4a1252e4da70e6720fcaa4da1e98406c","type":"public","uniqueName":"kept","friendlyName":"Kept","attributes":"{\"a\":1}","createdBy":"alice","dateCreated":"2023-11-14T22:13:20.000Z","dateUpdated":"2023-11-14T22:13:20.000Z","roster":"CH4a1252e4da70e6720fcaa4da1e98406c.roster","messages":"CH4a1252e4da70e6720fcaa4da1e98406c.messages","lastMessage":{"index":1,"timestamp":"2023-11-14T22:13:20.000Z","sid":"IM523be6557b5134dec19681f4a1336aa2","author":"bob"}}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(6,0,'item_added','MB2b4456556d89aa82bcadae3a9578fa45','{"identity":"alice","type":"chat","attributes":"{}","roleSid":"RL4420823cfde6f1c26b30f90ec7dd01e4","dateCreated":"2023-11-14T22:13:20.000Z","dateUpdated":"2023-11-14T22:13:20.000Z","lastConsumedMessageIndex":null,"lastConsumptionTimestamp":null,"userInfo":"USffc911f57cced458bbbf2ce03753c9bd.info"}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(6,1,'item_added','MB35a414d025c24b40ae3ac127722988ba','{"identity":"bob","type":"chat","attributes":"{}","roleSid":"RL4420823cfde6f1c26b30f90ec7dd01e4","dateCreated":"2023-11-14T22:13:20.000Z","dateUpdated":"2023-11-14T22:13:20.000Z","lastConsumedMessageIndex":null,"lastConsumptionTimestamp":null,"userInfo":"USa9ea0e755a5c2e8210242a08e7078f7f.info"}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(7,0,'item_added',0,'{"sid":"IM973aea8d37179706072ed33a14607ad7","author":"alice","text":"first","attributes":"{}","type":"text","timestamp":"2023-11-14T22:13:20.000Z","dateUpdated":"2023-11-14T22:13:20.000Z","lastUpdatedBy":null,"memberSid":"MB2b4456556d89aa82bcadae3a9578fa45"}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(7,1,'item_added',1,'{"sid":"IM523be6557b5134dec19681f4a1336aa2","author":"bob","text":"second","attributes":"{}","type":"text","timestamp":"2023-11-14T22:13:20.000Z","dateUpdated":"2023-11-14T22:13:20.000Z","lastUpdatedBy":null,"memberSid":"MB35a414d025c24b40ae3ac127722988ba"}','2023-11-14T22:13:20.000Z');
CREATE TABLE sync_items (
    object INTEGER NOT NULL, key NOT NULL, event_id INTEGER NOT NULL, date_created TEXT NOT NULL,
    PRIMARY KEY (object, key)
) WITHOUT ROWID;
INSERT INTO "sync_items" VALUES(1,'attributes',1,'2023-11-14T22:13:20.000Z');
INSERT INTO "sync_items" VALUES(1,'friendlyName',0,'2023-11-14T22:13:20.000Z');
INSERT INTO "sync_items" VALUES(1,'reachability',2,'2023-11-14T22:13:20.000Z');
INSERT INTO "sync_items" VALUES(2,'CH4a1252e4da70e6720fcaa4da1e98406c',0,'2023-11-14T22:13:20.000Z');
INSERT INTO "sync_items" VALUES(3,'attributes',1,'2023-11-14T22:13:20.000Z');
INSERT INTO "sync_items" VALUES(3,'friendlyName',0,'2023-11-14T22:13:20.000Z');
INSERT INTO "sync_items" VALUES(3,'reachability',2,'2023-11-14T22:13:20.000Z');
INSERT INTO "sync_items" VALUES(4,'CH4a1252e4da70e6720fcaa4da1e98406c',0,'2023-11-14T22:13:20.000Z');
INSERT INTO "sync_items" VALUES(6,'MB2b4456556d89aa82bcadae3a9578fa45',0,'2023-11-14T22:13:20.000Z');
INSERT INTO "sync_items" VALUES(6,'MB35a414d025c24b40ae3ac127722988ba',1,'2023-11-14T22:13:20.000Z');
INSERT INTO "sync_items" VALUES(7,0,0,'2023-11-14T22:13:20.000Z');
INSERT INTO "sync_items" VALUES(7,1,1,'2023-11-14T22:13:20.000Z');
CREATE TABLE sync_objects (
    id INTEGER PRIMARY KEY, sid TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, unique_name TEXT NOT NULL UNIQUE,
    audience TEXT NOT NULL, audience_of TEXT, data TEXT, last_event_id INTEGER NOT NULL,
    date_created TEXT NOT NULL, date_updated TEXT NOT NULL
);
INSERT INTO "sync_objects" VALUES(1,'MPfa0ff0169dc9575674066676cfb0b4eb','map','USffc911f57cced458bbbf2ce03753c9bd.info','everyone',NULL,NULL,2,'2023-11-14T22:13:20.000Z','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_objects" VALUES(2,'MP8902c44269da1cf6ba66d3f8b6d4b100','map','alice.channels','identity','alice',NULL,0,'2023-11-14T22:13:20.000Z','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_objects" VALUES(3,'MP89385eb09423555182568b96e8a4fef2','map','USa9ea0e755a5c2e8210242a08e7078f7f.info','everyone',NULL,NULL,2,'2023-11-14T22:13:20.000Z','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_objects" VALUES(4,'MP3a0c9fc5afd7608437816bdd0a7309cb','map','bob.channels','identity','bob',NULL,0,'2023-11-14T22:13:20.000Z','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_objects" VALUES(5,'ET189c24279e9851d5814204136feb5713','document','CH4a1252e4da70e6720fcaa4da1e98406c.channel','visitors','CH4a1252e4da70e6720fcaa4da1e98406c','{"sid":"CH4a1252e4da70e6720fcaa4da1e98406c","type":"public","uniqueName":"kept","friendlyName":"Kept","attributes":"{\"a\":1}","createdBy":"alice","dateCreated":"2023-11-14T22:13:20.000Z","dateUpdated":"2023-11-14T22:13:20.000Z","roster":"CH4a1252e4da70e6720fcaa4da1e98406c.roster","messages":"CH4a1252e4da70e6720fcaa4da1e98406c.messages","lastMessage":{"index":1,"timestamp":"2023-11-14T22:13:20.000Z","sid":"IM523be6557b5134dec19681f4a1336aa2","author":"bob"}}',2,'2023-11-14T22:13:20.000Z','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_objects" VALUES(6,'MPc166b13269dd63fc35c797ff08a6cd90','map','CH4a1252e4da70e6720fcaa4da1e98406c.roster','members','CH4a1252e4da70e6720fcaa4da1e98406c',NULL,1,'2023-11-14T22:13:20.000Z','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_objects" VALUES(7,'ES095066a745addb6d8831c2b0f8782114','list','CH4a1252e4da70e6720fcaa4da1e98406c.messages','members','CH4a1252e4da70e6720fcaa4da1e98406c',NULL,1,'2023-11-14T22:13:20.000Z','2023-11-14T22:13:20.000Z');
CREATE TABLE users (
    identity TEXT PRIMARY KEY, sid TEXT NOT NULL UNIQUE, friendly_name TEXT NOT NULL, attributes TEXT NOT NULL,
    online INTEGER NOT NULL DEFAULT 0, notifiable INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
INSERT INTO "users" VALUES('alice','USffc911f57cced458bbbf2ce03753c9bd','alice','{}',0,0);
INSERT INTO "users" VALUES('bob','USa9ea0e755a5c2e8210242a08e7078f7f','bob','{}',0,0);
CREATE INDEX participants_by_identity ON participants (identity);
CREATE INDEX invites_by_identity ON invites (identity);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('channels',1);
INSERT INTO "sqlite_sequence" VALUES('participants',2);
COMMIT;
