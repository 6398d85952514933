/** The page in the seconds before the server is ready. It reloads by itself, without a script. */
export const HOLDING_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="2">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Overcommit is starting</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; display: grid; place-items: center; min-height: 90vh; margin: 0; }
main { max-width: 32rem; padding: 1rem; }
</style>
</head>
<body>
<main>
<h1>Overcommit is starting</h1>
<p>The database is being prepared. This page opens by itself as soon as the server is ready.</p>
</main>
</body>
</html>
`;
