// Once released, a step is never changed: what it made is in somebody's database. tests/frozen-layouts.ts has each as it
// was.

/** Each brings a schema from the layout before it to its own, in one transaction; the first makes one of nothing. */
export const POSTGRES_STEPS: readonly string[] = [
  // COLLATE "C" compares bytes: an index in it outlives an update of the system's collations. `meetings` has a row
  // written anew with each append, and room beside it so that this touches no index.
  `
  CREATE TABLE meetings (
    meeting text COLLATE "C" PRIMARY KEY,
    last integer NOT NULL,
    first_at bigint,
    last_at bigint,
    owner text,
    epoch bigint NOT NULL,
    until timestamptz NOT NULL
  ) WITH (fillfactor = 50);
  CREATE TABLE events (
    meeting text COLLATE "C" NOT NULL,
    number integer NOT NULL,
    at bigint NOT NULL,
    body text NOT NULL,
    leaf bytea NOT NULL,
    PRIMARY KEY (meeting, number)
  );
  CREATE TABLE people (
    meeting text COLLATE "C" NOT NULL,
    handle text COLLATE "C" NOT NULL,
    position bigint GENERATED ALWAYS AS IDENTITY,
    participant text NOT NULL,
    key bytea NOT NULL,
    PRIMARY KEY (meeting, handle)
  );
  CREATE TABLE checkpoints (
    meeting text COLLATE "C" NOT NULL,
    size integer NOT NULL,
    at bigint NOT NULL,
    jws text NOT NULL,
    PRIMARY KEY (meeting, size)
  );
  CREATE TABLE texts (hash text COLLATE "C" PRIMARY KEY, text text NOT NULL);
  `,
  // Of a purged meeting only that there was one.
  `
  CREATE TABLE links (
    hash text COLLATE "C" PRIMARY KEY,
    at bigint NOT NULL,
    meeting text COLLATE "C",
    handle text COLLATE "C",
    UNIQUE (meeting, handle)
  );
  `,
  // Nobody ever kept one.
  'DROP TABLE texts',
]

/** The layout that this version reads and writes. */
export const POSTGRES_LAYOUT = POSTGRES_STEPS.length
