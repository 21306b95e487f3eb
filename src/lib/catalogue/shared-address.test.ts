import { expect, it } from 'vitest';
import { addressOf } from './shared-address.ts';

const hosts = ['https://teachablemachine.withgoogle.com', 'https://storage.googleapis.com'];

it.each([
  [
    'https://teachablemachine.withgoogle.com/models/abc/',
    'https://teachablemachine.withgoogle.com/models/abc/model.json',
  ],
  [
    ' teachablemachine.withgoogle.com/models/abc ',
    'https://teachablemachine.withgoogle.com/models/abc/model.json',
  ],
  [
    'https://storage.googleapis.com/tm-model/abc/model.json',
    'https://storage.googleapis.com/tm-model/abc/model.json',
  ],
  [
    'https://storage.googleapis.com/a/model.json?alt=media#x',
    'https://storage.googleapis.com/a/model.json?alt=media',
  ],
])('%s', (typed, url) => {
  expect(addressOf(typed, hosts)).toEqual({ kind: 'address', url });
});

it.each([
  ['', 'address-unreadable'],
  ['my model', 'address-unreadable'],
  ['https://evil.example/model.json', 'host-not-allowed'],
  ['http://storage.googleapis.com/model.json', 'host-not-allowed'],
  ['https://storage.googleapis.com.evil.example/model.json', 'host-not-allowed'],
  ['https://storage.googleapis.com@evil.example/model.json', 'host-not-allowed'],
  ['javascript:alert(1)', 'host-not-allowed'],
  ['file:///etc/passwd', 'host-not-allowed'],
])('refuses %j', (typed, code) => {
  expect(addressOf(typed, hosts)).toMatchObject({ kind: 'failure', failure: { code } });
});
