// A program that stays, as a service does: for each line it makes one signed call with the credentials that it has
// by then, and answers "ok KEY RESULT" or "error MESSAGE". The argument says where it has them from.
import { createInterface } from 'node:readline';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromHttp } from '@aws-sdk/credential-provider-http';
import { defaultProvider } from '@aws-sdk/credential-provider-node';

const credentials = process.argv[2] === 'fromHttp' ? fromHttp() : defaultProvider();
const sts = new STSClient({ credentials });
const s3 = new S3Client({ credentials, forcePathStyle: true });
const dynamodb = new DynamoDBClient({ credentials });

async function call(service) {
  switch (service) {
    case 'sts':
      return [sts, (await sts.send(new GetCallerIdentityCommand({}))).Arn];
    case 's3':
      return [s3, (await s3.send(new ListBucketsCommand({}))).Buckets.map((one) => one.Name).join()];
    case 'dynamodb':
      return [dynamodb, (await dynamodb.send(new ListTablesCommand({}))).TableNames.join()];
    default:
      throw new Error(`no service ${service}`);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  try {
    const [client, result] = await call(line.trim());
    console.log(`ok ${(await client.config.credentials()).accessKeyId} ${result}`);
  } catch (error) {
    console.log(`error ${String(error.message).replaceAll('\n', ' ')}`);
  }
}
