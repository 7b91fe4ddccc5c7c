// Unpacks the Chromium of the npm package, with the libraries it may need, into $TMPDIR.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import chromium, { inflate } from '@sparticuz/chromium';

const packed = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..', 'bin');
await Promise.all([chromium.executablePath(packed), inflate(join(packed, 'al2023.tar.br'))]);
