package dev.renderfarm.modelexport.calibration;

import java.io.Serial;

/** A calibration that cannot be done. The message names the file or prompt, what is wrong, and the mend. */
public final class CalibrationException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    CalibrationException(String message) {
        super(message);
    }

    CalibrationException(String message, Throwable cause) {
        super(message, cause);
    }
}
