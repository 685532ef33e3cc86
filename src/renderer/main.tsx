import '#contract/schema-mode';
import '@fontsource-variable/inter/wght.css';
import 'dockview-react/dist/styles/dockview.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/dock.css';
import './styles/components.css';
import './styles/progress.css';
import './styles/panels.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { keepConnected } from './client/connection.ts';
import { followStreams } from './client/follow-streams.ts';
import { openChannels } from './client/open-channels.ts';
import { learnStreamed } from './stores/learn-streamed.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root" to draw into');
followStreams();
learnStreamed();
keepConnected(openChannels);
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
