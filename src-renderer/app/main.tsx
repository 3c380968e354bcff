import { z } from 'zod';

// zod otherwise probes `new Function`, which the content security policy reports as a violation on every start.
z.config({ jitless: true });

import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './fonts.css';
import './app.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { guardSinks } from '../lib/trusted-types.ts';
import { keepAskedAddress } from '../stores/asked-address.ts';
import { App } from './App.tsx';
import { adoptTheme } from './theme.ts';

guardSinks();
adoptTheme(document);
keepAskedAddress(window.location.hash);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
