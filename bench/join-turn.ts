/** `join-turn.ts PORT csv|table`: one ingest, from its request to its end, by the platform that waits at the port. */
const [port, source] = process.argv.slice(2);
const answer = await fetch(`http://127.0.0.1:${port ?? ''}/${source ?? ''}`, { method: 'POST' });
process.stdout.write(await answer.text());
if (!answer.ok) process.exitCode = 1;
