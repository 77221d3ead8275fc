package dev.renderfarm.modelexport.bucket;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.modeldistribution.published.DistributionException;
import dev.renderfarm.modeldistribution.published.PackageAddress;
import dev.renderfarm.objectstore.s3.S3ObjectStore;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which S3 server it is, and as whom. */
public final class BucketOptions {

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description = "Properties with the farm's renderfarm.storage.endpoint, .region, .bucket, .access-key and "
                    + ".secret-key, such as .renderfarm/settings/worker-1.properties of a farm on this machine. "
                    + "Variables of the environment, such as RENDERFARM_STORAGE_SECRET_KEY, win.")
    private @Nullable Path file;

    /** {@code models} in the farm's own bucket. */
    public PackageAddress farmsModels() throws IOException {
        return new PackageAddress(settings().bucket(), "models");
    }

    /** The bucket of that address; to be closed. */
    public ObjectStore open(PackageAddress address, int connections) throws IOException {
        return new S3ObjectStore(settings().of(address.bucket(), connections));
    }

    private StorageSettings settings() throws IOException {
        Map<String, String> given = new HashMap<>();
        if (file != null) {
            Properties properties = new Properties();
            try (Reader in = reader(file)) {
                properties.load(in);
            }
            properties.stringPropertyNames().forEach(name -> given.put(name, properties.getProperty(name)));
        }
        return new StorageSettings(System.getenv(), given);
    }

    private static Reader reader(Path file) {
        try {
            return Files.newBufferedReader(file);
        } catch (IOException e) {
            throw new DistributionException(
                    FailureCode.INVALID_REQUEST, file, "cannot be read: " + e, "name a file of settings", e);
        }
    }
}
