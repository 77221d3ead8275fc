package dev.renderfarm.coordinator.http;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.coordinator.config.IntakeConfig;
import jakarta.inject.Provider;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** JSON bodies are read into memory, so they are cut off long before an upload would be. */
@jakarta.ws.rs.ext.Provider
class JsonBodyLimit implements ReaderInterceptor {

    static final int MAX_BYTES = 1 << 20;

    private final Provider<IntakeConfig> config;

    /** @param config not there yet when this is made */
    JsonBodyLimit(Provider<IntakeConfig> config) {
        this.config = config;
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        if (MediaType.APPLICATION_JSON_TYPE.isCompatible(context.getMediaType())) {
            context.setInputStream(new Bounded(context.getInputStream(), max(context)));
        }
        return context.proceed();
    }

    private int max(ReaderInterceptorContext context) {
        boolean pictures = Arrays.stream(context.getAnnotations()).anyMatch(HoldsPictures.class::isInstance);
        return pictures ? config.get().maxEditLength() : MAX_BYTES;
    }

    private static final class Bounded extends FilterInputStream {

        private final int most;
        private long count;

        Bounded(InputStream in, int most) {
            super(in);
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = in.read(target, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) {
            count += read;
            if (count > most) {
                throw new WebApplicationException(FailureCode.FILE_TOO_LARGE.httpStatus());
            }
        }
    }
}
