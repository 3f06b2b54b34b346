/** The one place that imports the driver: what the rest of the package needs of it goes through here. */
export type {
  AnyBulkWriteOperation,
  ChangeStream,
  ClientSession,
  Collection as RawCollection,
  Db,
  Document as RawDocument,
  Filter as RawFilter,
  MongoClientOptions,
} from 'mongodb'
export { Binary, BSON, MongoClient, MongoError, MongoServerError } from 'mongodb'
