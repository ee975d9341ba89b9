-- What was answered to a request that gave a key, so that sending it again gets the same answer and imports nothing. The row
-- is written by the transaction of the import it answers for: a process killed at any moment leaves both or neither.
create table idempotency_keys (
  key text primary key,
  -- SHA-256 of the parameters and of the file: the same key on another request is refused.
  fingerprint text not null,
  -- The ledger, or the error of a file that was refused. Text, not jsonb: it is given back as it was written.
  answer json not null,
  created_at timestamptz not null
);
create index idempotency_keys_by_age on idempotency_keys (created_at);
