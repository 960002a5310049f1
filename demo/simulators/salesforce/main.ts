/** `node demo/simulators/salesforce/main.ts --port 8090 --data FILE`: the simulator as a process of its own. */
import { parseArgs } from 'node:util';
import { startSalesforceSimulator } from './server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    data: { type: 'string' },
    seed: { type: 'string' },
    'client-id': { type: 'string' },
    'client-secret': { type: 'string' },
  },
});
const { 'client-id': id, 'client-secret': secret } = values;

const simulator = await startSalesforceSimulator({
  port: Number(values.port),
  ...(values.data === undefined ? {} : { dataFile: values.data }),
  ...(values.seed === undefined ? {} : { seed: values.seed }),
  ...(id === undefined || secret === undefined ? {} : { client: { id, secret } }),
});
// One line of JSON, for the process that started it.
process.stdout.write(`${JSON.stringify({ url: simulator.url, clientId: simulator.client.id })}\n`);

const stop = (): void => {
  void simulator.close().then(() => process.exit(0));
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
