/** How pages connect. WebSocket first: of several server processes one then answers the whole connection. */
export const SOCKET = { path: '/socket.io', transports: ['websocket', 'polling'], tryAllTransports: true };
