/** The live half of the server as a process of its own, to be killed: `labProcess.ts DATABASE_URL PORT`. */
import { startLab } from './labServer.ts';

const [appUrl = '', port = '0'] = process.argv.slice(2);
const lab = await startLab(appUrl, { port: Number(port) });
process.send?.({ port: lab.port });
