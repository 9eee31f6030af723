// A mail server of the tests, and a receiver of webhooks: they keep what they were handed, and answer each as they were told to.
import http from 'node:http';
import net from 'node:net';

const listen = (server) => new Promise((resolve) => { server.listen(0, '127.0.0.1', () => resolve(server.address().port)); });

// =?UTF-8?B?…?= words, which follow one another without what stands between them.
const words = (text) => text.replace(/\?=\s+=\?/g, '?==?').replace(/=\?UTF-8\?B\?([^?]*)\?=/g, (_, base64) => Buffer.from(base64, 'base64').toString('latin1'));

function read(raw) {
  const at = raw.indexOf('\r\n\r\n');
  const heads = raw.slice(0, at).replace(/\r\n[ \t]/g, ' ');
  const head = (name) => (heads.match(new RegExp(`^${name}: *(.*)$`, 'im')) || [])[1];
  return {
    raw, id: head('Message-ID'), subject: Buffer.from(words(head('Subject') ?? ''), 'latin1').toString('utf8'),
    text: Buffer.from(raw.slice(at).replace(/\s/g, ''), 'base64').toString('utf8'),
  };
}

// What becomes of a whole message: accept; 451 or 550 as the answer; drop hangs up before any; hold keeps the sender waiting.
export class MailSink {
  static async start() {
    const sink = new MailSink();
    sink.mails = [];
    sink.next = [];
    sink.server = net.createServer((socket) => sink.talk(socket));
    sink.port = await listen(sink.server);
    sink.url = `smtp://127.0.0.1:${sink.port}`;
    return sink;
  }

  talk(socket) {
    let left = '';
    const state = { to: null, data: null };
    socket.on('error', () => {});
    socket.on('data', (part) => {
      left += part.toString('latin1');
      for (let end = left.indexOf('\r\n'); end >= 0; end = left.indexOf('\r\n')) {
        const line = left.slice(0, end);
        left = left.slice(end + 2);
        if (state.data === null) this.command(socket, state, line);
        else if (line === '.') this.whole(socket, state);
        else state.data.push(line.replace(/^\./, ''));
      }
    });
    socket.write('220 sink\r\n');
  }

  command(socket, state, line) {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'RCPT') state.to = line.replace(/^.*<(.*)>.*$/, '$1');
    if (verb === 'DATA') state.data = [];
    socket.write({ DATA: '354 go on\r\n', QUIT: '221 bye\r\n' }[verb] ?? '250 well\r\n');
  }

  whole(socket, state) {
    const fate = this.next.shift() ?? 'accept';
    this.mails.push({ to: state.to, fate, ...read(state.data.join('\r\n')) });
    state.data = null;
    if (fate === 'accept') socket.write('250 taken\r\n');
    else if (fate === 'drop') socket.destroy();
    else if (fate !== 'hold') socket.write(`${fate} no\r\n`);
  }

  to(address) {
    return this.mails.filter((mail) => mail.to === address);
  }

  end() {
    this.server.close();
  }
}

// Answers with the statuses it was given, then with 204.
export class HookSink {
  static async start() {
    const sink = new HookSink();
    sink.posts = [];
    sink.next = [];
    sink.server = http.createServer((request, answer) => {
      const parts = [];
      request.on('data', (part) => parts.push(part));
      request.on('end', () => {
        const status = sink.next.shift() ?? 204;
        sink.posts.push({ headers: request.headers, body: Buffer.concat(parts).toString('utf8'), status });
        answer.writeHead(status).end();
      });
    });
    sink.port = await listen(sink.server);
    sink.url = `http://127.0.0.1:${sink.port}/hook`;
    return sink;
  }

  end() {
    this.server.close();
    this.server.closeAllConnections();
  }
}
