package dev.renderfarm.coordinator.api;

import dev.renderfarm.coordinator.http.Connections;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import io.vertx.core.http.HttpServerRequest;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Content that is on its way to a client. Where it cannot be read to its end the connection is cut, so that nobody takes
 * for all what is a part.
 */
final class TransferredContent extends FilterInputStream {

    private final HttpServerRequest request;

    private TransferredContent(InputStream content, HttpServerRequest request) {
        super(content);
        this.request = request;
    }

    /**
     * The content once its beginning is here: until then the answer may be another one.
     *
     * @throws StorageUnavailableException if there is no beginning
     */
    static InputStream begun(InputStream content, HttpServerRequest request) {
        BufferedInputStream begun = new BufferedInputStream(content);
        try {
            begun.mark(1);
            begun.read();
            begun.reset();
        } catch (IOException e) {
            closeAfter(e, begun);
            throw brokenOff(e);
        } catch (RuntimeException e) {
            closeAfter(e, begun);
            throw e;
        }
        return new TransferredContent(begun, request);
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        try {
            return in.read(target, offset, length);
        } catch (IOException e) {
            Connections.cut(request);
            throw brokenOff(e);
        } catch (RuntimeException e) {
            Connections.cut(request);
            throw e;
        }
    }

    private static StorageUnavailableException brokenOff(IOException cause) {
        return new StorageUnavailableException("a transfer broke off: " + cause.getMessage(), cause);
    }

    private static void closeAfter(Exception failure, InputStream content) {
        try {
            content.close();
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
