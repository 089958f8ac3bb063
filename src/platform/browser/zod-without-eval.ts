import { config } from 'zod';

// Else zod tries whether it may make functions from text, and the Content-Security-Policy, which forbids that, reports it. Imported
// before anything that makes a schema.
config({ jitless: true });
