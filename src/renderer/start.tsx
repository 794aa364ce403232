import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { connectBridge } from './bridge/connectBridge.ts';
import './app/page.css';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no element to draw into.');
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content;
createRoot(root).render(<App bridge={connectBridge()} nonce={nonce} />);
