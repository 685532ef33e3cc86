/**
 * A worker process that answers each task by its name: `echo` gives its input back, `crash` ends the process, `once`
 * ends it the first time only (it leaves the file named by its input behind), `sleep` never answers.
 */
import { existsSync, writeFileSync } from 'node:fs';

process.on('disconnect', () => process.exit());
process.on('message', (request: { taskId: string; task: string; input: unknown }) => {
  const { taskId, task, input } = request;
  const name = task.slice(task.indexOf('.') + 1);
  if (name === 'sleep') {
    process.send?.({ kind: 'progress', taskId, fraction: 0.5 });
    return;
  }
  if (name === 'crash') process.exit(7);
  if (name === 'once' && !existsSync(String(input))) {
    writeFileSync(String(input), '');
    process.exit(7);
  }
  process.send?.({ kind: 'done', taskId, result: input });
});
process.send?.({ kind: 'ready' });
