export { plainText } from '@sotto/markdown'
