package dev.renderfarm.modelexport.calibration;

/** Hears how far the runs on the calibration prompts have come. */
public interface CalibrationProgress {

    /** Nobody listens. */
    CalibrationProgress NONE = (stage, prompts, total) -> {};

    /**
     * A prompt is done.
     *
     * @param prompts done in this stage
     * @param total of this stage
     */
    void done(Stage stage, int prompts, int total);

    /** Which transformer is run. */
    enum Stage {
        WHOLE,
        CHANGED
    }
}
