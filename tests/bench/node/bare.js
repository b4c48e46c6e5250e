const { readFileSync } = require('fs');
const { handler } = require('./app.js');

handler(JSON.parse(readFileSync(process.argv[2]))).then(answer => process.stdout.write(JSON.stringify(answer)));
