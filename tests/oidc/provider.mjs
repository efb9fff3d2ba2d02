// A real OpenID Connect provider for the tests: `node provider.mjs PORT HOME` where HOME is the address of the dashboard.
// Whoever signs in is known by the name typed; officials and their roles are below.
import { Provider } from 'oidc-provider';

const [port, home] = process.argv.slice(2);
const officials = {
  cuc: { name: 'Lê Thị Cúc', roles: ['can-bo-truy-vet'] },
  dung: { name: 'Phạm Văn Dũng', roles: ['khac', 'nguoi-xem'] },
  em: { name: 'Đỗ Thị Em', roles: ['khac'] },
};
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: 'vaora', client_secret: 'only-for-tests', redirect_uris: [`${home}/sign-in/oidc/back`],
    post_logout_redirect_uris: [`${home}/sign-in`],
  }],
  claims: { openid: ['sub'], profile: ['name'], roles: ['roles'] },
  pkce: { required: () => true },
  cookies: { keys: ['only-for-tests'] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...officials[id] }) }),
});
provider.listen(port, '127.0.0.1', () => console.log('ready'));
