"""DoT (853) and the back end of DoH (8053) in front of a resolver on UDP: encrypted_dns.py ADDRESS RESOLVER CERTIFICATE KEY"""
import http.server, socket, socketserver, ssl, sys, threading

address, resolver, certificate, key = sys.argv[1:]


def ask(query):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.settimeout(3)
        udp.sendto(query, (resolver, 53))
        return udp.recv(65535)


class Dot(socketserver.BaseRequestHandler):
    def handle(self):
        try:
            with context.wrap_socket(self.request, server_side=True) as tls, tls.makefile("rb") as stream:
                while size := stream.read(2):
                    answer = ask(stream.read(int.from_bytes(size, "big")))
                    tls.sendall(len(answer).to_bytes(2, "big") + answer)
        except OSError:
            pass


class Doh(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        answer = ask(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.send_header("Content-Type", "application/dns-message")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
threading.Thread(target=Server((address, 853), Dot).serve_forever, daemon=True).start()
Server(("127.0.0.1", 8053), Doh).serve_forever()
