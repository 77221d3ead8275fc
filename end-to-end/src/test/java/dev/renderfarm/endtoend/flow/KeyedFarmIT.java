package dev.renderfarm.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.endtoend.shop.Catalogue;
import dev.renderfarm.endtoend.shop.FinishedBatch;
import dev.renderfarm.endtoend.shop.ShopClient;
import dev.renderfarm.endtoend.shop.ShopClient.Answer;
import dev.renderfarm.standalone.farm.FarmPart;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A farm that asks for API keys: tenants that render side by side, a key that is taken back, and nothing that tells a key. */
class KeyedFarmIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final String PASSWORD = "of-a-test";

    @AutoClose
    private static FlowFarm farm;

    private static String first;

    @TempDir
    static Path folder;

    private static int tlsPort;

    @BeforeAll
    static void startFarm() throws Exception {
        makeCertificate();
        try (ServerSocket free = new ServerSocket(0)) {
            tlsPort = free.getLocalPort();
        }
        farm = FlowFarm.keyed(spec -> spec.withProperty(
                        FarmPart.COORDINATOR,
                        "quarkus.http.ssl.certificate.key-store-file",
                        certificate().toString())
                .withProperty(FarmPart.COORDINATOR, "quarkus.http.ssl.certificate.key-store-password", PASSWORD)
                .withProperty(FarmPart.COORDINATOR, "quarkus.http.ssl-port", Integer.toString(tlsPort)));
        first = Files.readString(farm.data().resolve("api-key")).strip();
    }

    private static Path certificate() {
        return folder.resolve("farm.p12");
    }

    private static void makeCertificate() throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "farm",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        certificate().toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
    }

    @Test
    void shouldSpeakTls() throws Exception {
        // Given
        KeyStore store = KeyStore.getInstance(certificate().toFile(), PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("farm", store.getCertificate("farm"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        HttpClient client = HttpClient.newBuilder().sslContext(tls).build();
        // When
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create("https://localhost:" + tlsPort + "/v1/session"))
                        .header("Authorization", "Bearer " + first)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("set-cookie"))
                .hasValueSatisfying(
                        cookie -> assertThat(cookie).contains("Secure").contains("SameSite=Strict"));
    }

    private static ShopClient with(String key) {
        return new ShopClient(farm.processes().url(), key);
    }

    private static Answer make(String tenant, String role) {
        return with(first)
                .ask("POST", "/v1/keys", "{\"name\":\"k\",\"tenant\":\"" + tenant + "\",\"role\":\"" + role + "\"}");
    }

    @Test
    void shouldServeThoseWhoHaveAKeyForAsLongAsTheyHaveIt() throws Exception {
        // Given
        assertThat(farm.client().ask("GET", "/v1/batches", null).status()).isEqualTo(401);
        Answer made = make("shop-a", "submitter");
        assertThat(made.status()).as(made.body()).isEqualTo(200);
        String key = made.json().get("secret").asText();
        ShopClient shop = with(key);
        ShopClient other = with(make("shop-b", "submitter").json().get("secret").asText());
        // When
        Catalogue catalogue = new Catalogue(4, "64x64", 2);
        Batch batch = shop.submit(catalogue);
        Batch ended = shop.awaitEnd(batch.id(), PATIENCE);
        // Then
        assertThat(ended.status()).isEqualTo(BatchStatus.COMPLETED);
        new FinishedBatch(ended, shop, farm.bucket()).assertEveryPictureThereOnce(catalogue.skus());
        for (String path : List.of("", "/tasks", "/manifest.csv", "/history", "/events")) {
            assertThat(other.ask("GET", "/v1/batches/" + batch.id() + path, null)
                            .status())
                    .isEqualTo(404);
        }
        assertThat(other.ask("GET", "/v1/files/" + ended.outputFileId(), null).status())
                .isEqualTo(404);
        assertThat(other.batches()).isEmpty();
        // When
        farm.processes().coordinator().stop();
        farm.processes().coordinator().launch();
        farm.processes().coordinator().awaitReady();
        // Then
        assertThat(shop.batch(batch.id()).id()).isEqualTo(batch.id());
        // When
        with(first).ask("DELETE", "/v1/keys/" + made.json().get("id").asText(), null);
        // Then
        await().atMost(SOON).until(() -> shop.ask("GET", "/v1/batches", null).status() == 401);
        assertThat(with(first).ask("GET", "/v1/audit?tenant=default", null).body())
                .contains("DELETE /v1/keys/{id}")
                .doesNotContain("rf_");
        assertNowhereInPlain(key);
    }

    @Test
    void shouldTellNoPromptInLogsAndNoSecretToOtherUsersOfTheMachine() throws Exception {
        // Given
        String prompt = "a mug that nobody hears of";
        String sheet = "sku,prompt\nMUG," + prompt + "\n";
        ShopClient admin = with(first);
        // When: one is rendered, and one is refused for its second line
        Batch batch = admin.submit("mug.csv", sheet.getBytes(StandardCharsets.UTF_8));
        Batch refused = admin.submit("mugs.csv", (sheet + "MUG," + prompt + "\n").getBytes(StandardCharsets.UTF_8));
        // Then
        assertThat(admin.awaitEnd(batch.id(), PATIENCE).status()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(admin.awaitEnd(refused.id(), PATIENCE).status()).isEqualTo(BatchStatus.FAILED);
        try (Stream<Path> logs = Files.list(farm.data().resolve("logs"))) {
            assertThat(logs).isNotEmpty().allSatisfy(log -> assertThat(Files.readString(log))
                    .doesNotContain(prompt)
                    .doesNotContain(first));
        }
        List<String> secrets = List.of(
                first,
                farm.secret("webhooks-secret"),
                farm.processes().services().credentials().secretKey());
        List<ProcessHandle> processes = ProcessHandle.current().descendants().toList();
        assertThat(processes)
                .extracting(ProcessHandle::pid)
                .contains(
                        farm.processes().coordinator().pid(),
                        farm.processes().worker(1).pid());
        assertThat(processes)
                .allSatisfy(process -> assertThat(commandLine(process)).doesNotContain(secrets));
    }

    /** What Java tells of it is cut off. */
    private static String commandLine(ProcessHandle process) throws IOException {
        Path whole = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        return Files.exists(whole)
                ? Files.readString(whole)
                : process.info().commandLine().orElse("");
    }

    /** What Kafka keeps beside its records is large and empty. */
    private static boolean holdsText(Path file) {
        return Files.isRegularFile(file) && !file.toString().endsWith("index");
    }

    /** But for the first key, in the file that is its owner's, and in that of the coordinator's settings. */
    private static void assertNowhereInPlain(String key) throws IOException {
        try (Stream<Path> files = Files.walk(farm.data())) {
            for (Path file : files.filter(KeyedFarmIT::holdsText).toList()) {
                String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(content.contains(key))
                        .as("the key stands in " + file)
                        .isFalse();
                if (content.contains(first)) {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as(file.toString())
                            .isEqualTo("rw-------");
                }
            }
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(farm.data())))
                .isEqualTo("rwx------");
    }
}
