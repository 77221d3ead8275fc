package dev.renderfarm.modeldistribution.published;

import dev.renderfarm.common.failure.FailureCode;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A package that cannot be had from, or brought to, where it was wanted, and not because the bucket is away. The
 * message says where, what is wrong, and the mend.
 */
public final class DistributionException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final FailureCode code;

    public DistributionException(FailureCode code, Object where, String problem, String mend) {
        this(code, where, problem, mend, null);
    }

    public DistributionException(
            FailureCode code, Object where, String problem, String mend, @Nullable Throwable cause) {
        super(where + ": " + problem + "; " + mend, cause);
        this.code = code;
    }

    public FailureCode code() {
        return code;
    }
}
