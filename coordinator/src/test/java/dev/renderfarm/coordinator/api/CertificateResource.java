package dev.renderfarm.coordinator.api;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** A certificate that keytool makes for this machine, given to the coordinator as docs/security.md says. */
public class CertificateResource implements QuarkusTestResourceLifecycleManager {

    static final String PASSWORD = "changeit";
    static final String STORE = "test.tls.store";

    private static final String NAME = "farm";

    private Path folder = Path.of(".");

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("renderfarm-tls-");
            Path store = folder.resolve("store.p12");
            make(store);
            KeyStore made = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                made.load(in, PASSWORD.toCharArray());
            }
            Path certificate =
                    write("cert.pem", "CERTIFICATE", made.getCertificate(NAME).getEncoded());
            Path key = write(
                    "key.pem",
                    "PRIVATE KEY",
                    made.getKey(NAME, PASSWORD.toCharArray()).getEncoded());
            return Map.of(
                    "quarkus.http.ssl.certificate.files",
                    certificate.toString(),
                    "quarkus.http.ssl.certificate.key-files",
                    key.toString(),
                    "quarkus.http.test-ssl-port",
                    "0",
                    STORE,
                    store.toString());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("no certificate could be made", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void make(Path store) throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        NAME,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool failed: " + said);
        }
    }

    private Path write(String name, String kind, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(
                folder.resolve(name), "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }

    @Override
    public void stop() {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
