import { cleanup, configure } from '@testing-library/react';
import { Window } from 'happy-dom';
import { afterEach } from 'vitest';

// Newer versions of Node have a storage of their own, which is empty unless it is given a file and hides the one of the simulated browser.
if ((globalThis as { localStorage?: Storage }).localStorage === undefined)
  Object.defineProperty(globalThis, 'localStorage', { value: new Window().localStorage, configurable: true });

// A second, which is what it would wait otherwise, is short where other tests keep the processors busy.
configure({ asyncUtilTimeout: 20_000 });

afterEach(cleanup);
