// The SDK as scripts import it: the real one, whose clients know region, credentials and the way to the sketch.

import * as sdk from "@aws-sdk/client-sqs";
import { requestHandler } from "./sockets.js";

/** The one module that a script can import. */
export const SDK = "@aws-sdk/client-sqs";

/** What is exported under that name, for a script of `account` and `region`. */
export function makeSdk(account, region) {
  const settled = (config) => ({
    region,
    // The access key names the account; nothing checks the signature.
    credentials: { accessKeyId: account, secretAccessKey: "of no meaning here" },
    ...config,
    requestHandler,
  });
  class SQSClient extends sdk.SQSClient {
    constructor(config) {
      super(settled(config));
    }
  }
  class SQS extends sdk.SQS {
    constructor(config) {
      super(settled(config));
    }
  }
  return { ...sdk, SQSClient, SQS };
}
