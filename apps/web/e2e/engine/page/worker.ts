import { serveWorker } from '@wardwright/engine/run-web';

serveWorker();
