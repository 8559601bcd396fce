import { describe, expect, it } from '@jest/globals';
import { marked } from './testing/test-redactor.ts';

describe('commands', () => {
  it.each([
    ['curl -u bob:x9kk2 https://x', 'curl -u bob:{command_line} https://x'],
    ['curl --user "bob:x9kk2" https://x', 'curl --user "bob:{command_line}" https://x'],
    ['mysql -h db -u root -px9kk2 app', 'mysql -h db -u root -p{command_line} app'],
    ["sshpass -p 'x9kk2' ssh bob@h", "sshpass -p '{command_line}' ssh bob@h"],
    ['redis-cli -h x -a x9kk2 ping', 'redis-cli -h x -a {command_line} ping'],
    ['docker login -u bob -p x9kk2 reg', 'docker login -u bob -p {command_line} reg'],
    ['app --db-password x9kk2 --port 1', 'app --db-password {password} --port 1'],
    ['PGPASSWORD=x9kk2 psql -h x', 'PGPASSWORD={password} psql -h x'],
    ['machine h login bob password x9kk2', 'machine h login bob password {password}'],
    ['db.example.com:5432:orders:app:x9kk2', 'db.example.com:5432:orders:app:{password}'],
    ['#define API_KEY "a1b2c3d4e5f6"', '#define API_KEY "{api_key}"'],
  ])('%s', (text, expected) => {
    expect(marked(text)).toBe(expected);
  });

  it.each([
    'curl -u "$USER:$PASS" https://x',
    'curl -u username:token',
    'docker run -p 8080:80 nginx',
    'docker exec x mkdir -p /var/lib/x',
    'mysql -u root -p app',
    'ssh -p 2222 host',
    'redis-cli -h cache -p 6379 ping',
    'make -u bob:x9kk2',
    'curl https://x\nmake -u bob:x9kk2',
  ])('%s stays', (text) => {
    expect(marked(text)).toBe(text);
  });
});

describe('SQL and spoken passwords', () => {
  it.each([
    ["ALTER USER bob WITH PASSWORD 'x9kk2';", "ALTER USER bob WITH PASSWORD '{sql_secret}';"],
    ["CREATE USER 'b'@'%' IDENTIFIED BY 'x9kk2'", "CREATE USER 'b'@'%' IDENTIFIED BY '{sql_secret}'"],
    ["SET PASSWORD FOR 'b' = PASSWORD('x9kk2')", "SET PASSWORD FOR 'b' = PASSWORD('{password}')"],
    ["UPDATE users SET password = 'x9kk2' WHERE id=1", "UPDATE users SET password = '{password}' WHERE id=1"],
    ['the password is x9kk2.', 'the password is {password}.'],
    ['your verification code is 483920', 'your verification code is {oauth}'],
  ])('%s', (text, expected) => {
    expect(marked(text)).toBe(expected);
  });

  it.each([
    'CREATE TABLE users (id int, password varchar(60) NOT NULL)',
    'SELECT password FROM users WHERE id = $1',
    'password authentication failed for user "app"',
    'the password is wrong',
    'identified by the team',
    'error code is 404',
  ])('%s stays', (text) => {
    expect(marked(text)).toBe(text);
  });
});
