PRAGMA application_id = 1415007299;
PRAGMA user_version = 2;
BEGIN TRANSACTION;
CREATE TABLE channels (
    id INTEGER PRIMARY KEY AUTOINCREMENT, sid TEXT NOT NULL UNIQUE, type TEXT NOT NULL, unique_name TEXT UNIQUE,
    friendly_name TEXT, attributes TEXT NOT NULL, created_by TEXT NOT NULL, date_created TEXT NOT NULL,
    date_updated TEXT NOT NULL, next_index INTEGER NOT NULL DEFAULT 0, messages_count INTEGER NOT NULL DEFAULT 0,
    state TEXT, state_updated TEXT
);
INSERT INTO "channels" VALUES(1,'CH2c624232cdd221771294dfbb310aca00','public','kept','Kept','{"a":1}','alice','2023-11-14T22:13:20.000Z','2023-11-14T22:13:20.000Z',3,3,'active','2023-11-14T22:13:20.000Z');
CREATE TABLE invites (
    id INTEGER PRIMARY KEY AUTOINCREMENT, sid TEXT NOT NULL UNIQUE, channel_sid TEXT NOT NULL, identity TEXT NOT NULL,
    UNIQUE (channel_sid, identity)
);
CREATE TABLE media (
    sid TEXT PRIMARY KEY, author TEXT NOT NULL, content_type TEXT NOT NULL, filename TEXT, size INTEGER NOT NULL,
    date_created TEXT NOT NULL, channel_sid TEXT, message_sid TEXT
) WITHOUT ROWID;
INSERT INTO "media" VALUES('ME6f4b6612125fb3a0daecd2799dfd6c9c','alice','image/png','a.png',7,'2023-11-14T22:13:20.000000+00:00','CH2c624232cdd221771294dfbb310aca00','IM785f3ec7eb32f30b90cd0fcf3657d388');
CREATE TABLE media_chunks (
    media_sid TEXT NOT NULL, number INTEGER NOT NULL, bytes BLOB NOT NULL, UNIQUE (media_sid, number)
);
INSERT INTO "media_chunks" VALUES('ME6f4b6612125fb3a0daecd2799dfd6c9c',0,X'70696374757265');
CREATE TABLE messages (
    sid TEXT PRIMARY KEY, channel_sid TEXT NOT NULL, position INTEGER NOT NULL, author TEXT NOT NULL,
    participant_sid TEXT, body TEXT, attributes TEXT NOT NULL, media_sid TEXT, date_created TEXT NOT NULL,
    date_updated TEXT NOT NULL, last_updated_by TEXT, UNIQUE (channel_sid, position)
) WITHOUT ROWID;
INSERT INTO "messages" VALUES('IM785f3ec7eb32f30b90cd0fcf3657d388','CH2c624232cdd221771294dfbb310aca00',2,'alice','MB6b51d431df5d7f141cbececcf79edf3d',NULL,'{}','ME6f4b6612125fb3a0daecd2799dfd6c9c','2023-11-14T22:13:20.000Z','2023-11-14T22:13:20.000Z',NULL);
INSERT INTO "messages" VALUES('IM9400f1b21cb527d7fa3d3eabba93557a','CH2c624232cdd221771294dfbb310aca00',0,'alice','MB6b51d431df5d7f141cbececcf79edf3d','first','{}',NULL,'2023-11-14T22:13:20.000Z','2023-11-14T22:13:20.000Z',NULL);
INSERT INTO "messages" VALUES('IMf5ca38f748a1d6eaf726b8a42fb575c3','CH2c624232cdd221771294dfbb310aca00',1,'bob','MB4ec9599fc203d176a301536c2e091a19','second','{}',NULL,'2023-11-14T22:13:20.000Z','2023-11-14T22:13:20.000Z',NULL);
CREATE TABLE mutations (
    id INTEGER PRIMARY KEY, identity TEXT NOT NULL, mutation_id TEXT NOT NULL, path TEXT,
    UNIQUE (identity, mutation_id)
);
INSERT INTO "mutations" VALUES(1,'alice','mutation-1','/Client/v2/Services/IS00000000000000000000000000000001/Conversations/CH2c624232cdd221771294dfbb310aca00');
INSERT INTO "mutations" VALUES(2,'alice','mutation-2','/Client/v2/Services/IS00000000000000000000000000000001/Conversations/CH2c624232cdd221771294dfbb310aca00/Participants/MB6b51d431df5d7f141cbececcf79edf3d');
INSERT INTO "mutations" VALUES(3,'bob','mutation-3','/Client/v2/Services/IS00000000000000000000000000000001/Conversations/CH2c624232cdd221771294dfbb310aca00/Participants/MB4ec9599fc203d176a301536c2e091a19');
INSERT INTO "mutations" VALUES(4,'alice','mutation-4','/Client/v2/Services/IS00000000000000000000000000000001/Conversations/CH2c624232cdd221771294dfbb310aca00/Messages/IM9400f1b21cb527d7fa3d3eabba93557a');
INSERT INTO "mutations" VALUES(5,'bob','mutation-5','/Client/v2/Services/IS00000000000000000000000000000001/Conversations/CH2c624232cdd221771294dfbb310aca00/Messages/IMf5ca38f748a1d6eaf726b8a42fb575c3');
INSERT INTO "mutations" VALUES(6,'alice','m1','/Client/v2/Services/IS00000000000000000000000000000001/Conversations/CH2c624232cdd221771294dfbb310aca00/Messages/IM785f3ec7eb32f30b90cd0fcf3657d388');
INSERT INTO "mutations" VALUES(7,'alice','mutation-6','/Client/v2/Services/IS00000000000000000000000000000001/Conversations/CH2c624232cdd221771294dfbb310aca00');
CREATE TABLE participants (
    id INTEGER PRIMARY KEY AUTOINCREMENT, sid TEXT NOT NULL UNIQUE, channel_sid TEXT NOT NULL, identity TEXT NOT NULL,
    attributes TEXT NOT NULL, date_created TEXT NOT NULL, date_updated TEXT NOT NULL, consumed_index INTEGER,
    consumed_at TEXT, notification_level TEXT NOT NULL, UNIQUE (channel_sid, identity)
);
INSERT INTO "participants" VALUES(1,'MB6b51d431df5d7f141cbececcf79edf3d','CH2c624232cdd221771294dfbb310aca00','alice','{}','2023-11-14T22:13:20.000Z','2023-11-14T22:13:20.000Z',NULL,NULL,'default');
INSERT INTO "participants" VALUES(2,'MB4ec9599fc203d176a301536c2e091a19','CH2c624232cdd221771294dfbb310aca00','bob','{}','2023-11-14T22:13:20.000Z','2023-11-14T22:13:20.000Z',NULL,NULL,'default');
CREATE TABLE push_bindings (
    id TEXT PRIMARY KEY, identity TEXT NOT NULL, type TEXT NOT NULL, address TEXT NOT NULL, details TEXT NOT NULL,
    UNIQUE (identity, type, address)
) WITHOUT ROWID;
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "settings" VALUES('role_sid','RL6b86b273ff34fce19d6b804eff5a3f57');
INSERT INTO "settings" VALUES('service_sid','IS00000000000000000000000000000001');
INSERT INTO "settings" VALUES('signing_key','d4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35');
CREATE TABLE sync_events (
    object INTEGER NOT NULL, id INTEGER NOT NULL, change TEXT NOT NULL, key, data TEXT NOT NULL, date TEXT NOT NULL,
    PRIMARY KEY (object, id)
) WITHOUT ROWID;
INSERT INTO "sync_events" VALUES(1,0,'item_added','friendlyName','{"value":"alice"}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(1,1,'item_added','attributes','{"value":"{}"}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(1,2,'item_added','reachability','{"online":false,"notifiable":false}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(1,3,'item_updated','reachability','{"online":true,"notifiable":false}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(1,4,'item_updated','reachability','{"online":false,"notifiable":false}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(2,0,'item_added','CH2c624232cdd221771294dfbb310aca00','{"status":"joined","type":"public","channel":"CH2c624232cdd221771294dfbb310aca00.channel","messages":"CH2c624232cdd221771294dfbb310aca00.messages","roster":"CH2c624232cdd221771294dfbb310aca00.roster","lastConsumedMessageIndex":null,"notificationLevel":"default"}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(3,1,'updated',NULL,'{"sid":"CH2c624232cdd221771294dfbb310aca00","type":"public","uniqueName":"kept","friendlyName":"Kept","attributes":"{\"a\":1}","createdBy":"alice","dateCreated":"2023-11-14T22:13:20.000Z","dateUpdated":"2023-11-14T22:13:20.000Z","roster":"CH2c624232cdd221771294dfbb310aca00.roster","messages":"CH2c624232cdd221771294dfbb310aca00.messages","lastMessage":{"index":0,"timestamp":"2023-11-14T22:13:20.000Z","sid":"IM9400f1b21cb527d7fa3d3eabba93557a","author":"alice"}}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(3,2,'updated',NULL,'{"sid":"CH2c624232cdd221771294dfbb310aca00","type":"public","uniqueName":"kept","friendlyName":"Kept","attributes":"{\"a\":1}","createdBy":"alice","dateCreated":"2023-11-14T22:13:20.000Z","dateUpdated":"2023-11-14T22:13:20.000Z","roster":"CH2c624232cdd221771294dfbb310aca00.roster","messages":"CH2c624232cdd221771294dfbb310aca00.messages","lastMessage":{"index":1,"timestamp":"2023-11-14T22:13:20.000Z","sid":"IMf5ca38f748a1d6eaf726b8a42fb575c3","author":"bob"}}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(3,3,'updated',NULL,'{"sid":"CH2c624232cdd221771294dfbb310aca00","type":"public","uniqueName":"kept","friendlyName":"Kept","attributes":"{\"a\":1}","createdBy":"alice","dateCreated":"2023-11-14T22:13:20.000Z","dateUpdated":"2023-11-14T22:13:20.000Z","roster":"CH2c624232cdd221771294dfbb310aca00.roster","messages":"CH2c624232cdd221771294dfbb310aca00.messages","lastMessage":{"index":2,"timestamp":"2023-11-14T22:13:20.000Z","sid":"IM785f3ec7eb32f30b90cd0fcf3657d388","author":"alice"}}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(3,4,'updated',NULL,'{"sid":"CH2c624232cdd221771294dfbb310aca00","type":"public","uniqueName":"kept","friendlyName":"Kept","attributes":"{\"a\":1}","createdBy":"alice","dateCreated":"2023-11-14T22:13:20.000Z","dateUpdated":"2023-11-14T22:13:20.000Z","roster":"CH2c624232cdd221771294dfbb310aca00.roster","messages":"CH2c624232cdd221771294dfbb310aca00.messages","state":{"current":"active","dateUpdated":"2023-11-14T22:13:20.000Z"},"lastMessage":{"index":2,"timestamp":"2023-11-14T22:13:20.000Z","sid":"IM785f3ec7eb32f30b90cd0fcf3657d388","author":"alice"}}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(4,0,'item_added','MB6b51d431df5d7f141cbececcf79edf3d','{"identity":"alice","type":"chat","attributes":"{}","roleSid":"RL6b86b273ff34fce19d6b804eff5a3f57","dateCreated":"2023-11-14T22:13:20.000Z","dateUpdated":"2023-11-14T22:13:20.000Z","lastConsumedMessageIndex":null,"lastConsumptionTimestamp":null,"userInfo":"US4e07408562bedb8b60ce05c1decfe3ad.info"}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(4,1,'item_added','MB4ec9599fc203d176a301536c2e091a19','{"identity":"bob","type":"chat","attributes":"{}","roleSid":"RL6b86b273ff34fce19d6b804eff5a3f57","dateCreated":"2023-11-14T22:13:20.000Z","dateUpdated":"2023-11-14T22:13:20.000Z","lastConsumedMessageIndex":null,"lastConsumptionTimestamp":null,"userInfo":"US3fdba35f04dc8c462986c992bcf87554.info"}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(5,0,'item_added',0,'{"sid":"IM9400f1b21cb527d7fa3d3eabba93557a","author":"alice","text":"first","attributes":"{}","type":"text","timestamp":"2023-11-14T22:13:20.000Z","dateUpdated":"2023-11-14T22:13:20.000Z","lastUpdatedBy":null,"memberSid":"MB6b51d431df5d7f141cbececcf79edf3d"}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(5,1,'item_added',1,'{"sid":"IMf5ca38f748a1d6eaf726b8a42fb575c3","author":"bob","text":"second","attributes":"{}","type":"text","timestamp":"2023-11-14T22:13:20.000Z","dateUpdated":"2023-11-14T22:13:20.000Z","lastUpdatedBy":null,"memberSid":"MB4ec9599fc203d176a301536c2e091a19"}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(5,2,'item_added',2,'{"sid":"IM785f3ec7eb32f30b90cd0fcf3657d388","author":"alice","text":null,"attributes":"{}","type":"media","timestamp":"2023-11-14T22:13:20.000Z","dateUpdated":"2023-11-14T22:13:20.000Z","lastUpdatedBy":null,"memberSid":"MB6b51d431df5d7f141cbececcf79edf3d","media":{"sid":"ME6f4b6612125fb3a0daecd2799dfd6c9c","filename":"a.png","contentType":"image/png","size":7}}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(6,0,'item_added','friendlyName','{"value":"bob"}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(6,1,'item_added','attributes','{"value":"{}"}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(6,2,'item_added','reachability','{"online":false,"notifiable":false}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(6,3,'item_updated','reachability','{"online":true,"notifiable":false}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(6,4,'item_updated','reachability','{"online":false,"notifiable":false}','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_events" VALUES(7,0,'item_added','CH2c624232cdd221771294dfbb310aca00','{"status":"joined","type":"public","channel":"CH2c624232cdd221771294dfbb310aca00.channel","messages":"CH2c624232cdd221771294dfbb310aca00.messages","roster":"CH2c624232cdd221771294dfbb310aca00.roster","lastConsumedMessageIndex":null,"notificationLevel":"default"}','2023-11-14T22:13:20.000Z');
CREATE TABLE sync_items (
    object INTEGER NOT NULL, key NOT NULL, event_id INTEGER NOT NULL, date_created TEXT NOT NULL,
    PRIMARY KEY (object, key)
) WITHOUT ROWID;
INSERT INTO "sync_items" VALUES(1,'attributes',1,'2023-11-14T22:13:20.000Z');
INSERT INTO "sync_items" VALUES(1,'friendlyName',0,'2023-11-14T22:13:20.000Z');
INSERT INTO "sync_items" VALUES(1,'reachability',4,'2023-11-14T22:13:20.000Z');
INSERT INTO "sync_items" VALUES(2,'CH2c624232cdd221771294dfbb310aca00',0,'2023-11-14T22:13:20.000Z');
INSERT INTO "sync_items" VALUES(4,'MB4ec9599fc203d176a301536c2e091a19',1,'2023-11-14T22:13:20.000Z');
INSERT INTO "sync_items" VALUES(4,'MB6b51d431df5d7f141cbececcf79edf3d',0,'2023-11-14T22:13:20.000Z');
INSERT INTO "sync_items" VALUES(5,0,0,'2023-11-14T22:13:20.000Z');
INSERT INTO "sync_items" VALUES(5,1,1,'2023-11-14T22:13:20.000Z');
INSERT INTO "sync_items" VALUES(5,2,2,'2023-11-14T22:13:20.000Z');
INSERT INTO "sync_items" VALUES(6,'attributes',1,'2023-11-14T22:13:20.000Z');
INSERT INTO "sync_items" VALUES(6,'friendlyName',0,'2023-11-14T22:13:20.000Z');
INSERT INTO "sync_items" VALUES(6,'reachability',4,'2023-11-14T22:13:20.000Z');
INSERT INTO "sync_items" VALUES(7,'CH2c624232cdd221771294dfbb310aca00',0,'2023-11-14T22:13:20.000Z');
CREATE TABLE sync_objects (
    id INTEGER PRIMARY KEY, sid TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, unique_name TEXT NOT NULL UNIQUE,
    audience TEXT NOT NULL, audience_of TEXT, data TEXT, last_event_id INTEGER NOT NULL,
    date_created TEXT NOT NULL, date_updated TEXT NOT NULL
);
INSERT INTO "sync_objects" VALUES(1,'MP4b227777d4dd1fc61c6f884f48641d02','map','US4e07408562bedb8b60ce05c1decfe3ad.info','everyone',NULL,NULL,4,'2023-11-14T22:13:20.000Z','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_objects" VALUES(2,'MPef2d127de37b942baad06145e54b0c61','map','alice.channels','identity','alice',NULL,0,'2023-11-14T22:13:20.000Z','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_objects" VALUES(3,'ET19581e27de7ced00ff1ce50b2047e7a5','document','CH2c624232cdd221771294dfbb310aca00.channel','visitors','CH2c624232cdd221771294dfbb310aca00','{"sid":"CH2c624232cdd221771294dfbb310aca00","type":"public","uniqueName":"kept","friendlyName":"Kept","attributes":"{\"a\":1}","createdBy":"alice","dateCreated":"2023-11-14T22:13:20.000Z","dateUpdated":"2023-11-14T22:13:20.000Z","roster":"CH2c624232cdd221771294dfbb310aca00.roster","messages":"CH2c624232cdd221771294dfbb310aca00.messages","state":{"current":"active","dateUpdated":"2023-11-14T22:13:20.000Z"},"lastMessage":{"index":2,"timestamp":"2023-11-14T22:13:20.000Z","sid":"IM785f3ec7eb32f30b90cd0fcf3657d388","author":"alice"}}',4,'2023-11-14T22:13:20.000Z','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_objects" VALUES(4,'MP4a44dc15364204a80fe80e9039455cc1','map','CH2c624232cdd221771294dfbb310aca00.roster','members','CH2c624232cdd221771294dfbb310aca00',NULL,1,'2023-11-14T22:13:20.000Z','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_objects" VALUES(5,'ES4fc82b26aecb47d2868c4efbe3581732','list','CH2c624232cdd221771294dfbb310aca00.messages','members','CH2c624232cdd221771294dfbb310aca00',NULL,2,'2023-11-14T22:13:20.000Z','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_objects" VALUES(6,'MP8527a891e224136950ff32ca212b45bc','map','US3fdba35f04dc8c462986c992bcf87554.info','everyone',NULL,NULL,4,'2023-11-14T22:13:20.000Z','2023-11-14T22:13:20.000Z');
INSERT INTO "sync_objects" VALUES(7,'MPe629fa6598d732768f7c726b4b621285','map','bob.channels','identity','bob',NULL,0,'2023-11-14T22:13:20.000Z','2023-11-14T22:13:20.000Z');
CREATE TABLE users (
    identity TEXT PRIMARY KEY, sid TEXT NOT NULL UNIQUE, friendly_name TEXT NOT NULL, attributes TEXT NOT NULL,
    online INTEGER NOT NULL DEFAULT 0, notifiable INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
INSERT INTO "users" VALUES('alice','US4e07408562bedb8b60ce05c1decfe3ad','alice','{}',0,0);
INSERT INTO "users" VALUES('bob','US3fdba35f04dc8c462986c992bcf87554','bob','{}',0,0);
CREATE INDEX participants_by_identity ON participants (identity);
CREATE INDEX invites_by_identity ON invites (identity);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('channels',1);
INSERT INTO "sqlite_sequence" VALUES('participants',2);
COMMIT;
