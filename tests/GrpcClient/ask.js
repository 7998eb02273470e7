#!/usr/bin/env node
// ask.js ADDRESS METHOD JSON [TOKEN]: one question to the Usage service by grpc-js, from the .proto; a client that this project did not write.
// npm install @grpc/grpc-js @grpc/proto-loader, and NODE_PATH to it. Prints the answer as JSON, each message of a stream on its own line for
// ASK_SECONDS, or "CODE: message" and ends with 1.
const path = require('path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const proto = path.join(__dirname, '../../src/TrafficClassifier.Server/Grpc/usage.proto');
const { Usage } = grpc.loadPackageDefinition(loader.loadSync(proto, { longs: Number, enums: String })).trafficclassifier.v1;
const [address, method, json, token] = process.argv.slice(2);
const client = new Usage(address, grpc.credentials.createInsecure());
const metadata = new grpc.Metadata();
if (token) metadata.set('authorization', `Bearer ${token}`);
const deadline = () => ({ deadline: Date.now() + 1000 * (process.env.ASK_SECONDS || 20) });
const fail = (error) => { console.log(`${grpc.status[error.code]}: ${error.details}`); process.exitCode = 1; };

if (client[method].responseStream) {
  client[method](JSON.parse(json), metadata, deadline())
    .on('data', (message) => console.log(JSON.stringify(message)))
    .on('error', (error) => { if (error.code !== grpc.status.DEADLINE_EXCEEDED) fail(error); })
    .on('end', () => client.close());
} else {
  client[method](JSON.parse(json), metadata, deadline(), (error, answer) => {
    if (error) fail(error); else console.log(JSON.stringify(answer));
    client.close();
  });
}
