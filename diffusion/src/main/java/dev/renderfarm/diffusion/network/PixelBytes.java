package dev.renderfarm.diffusion.network;

/** Between pixels as networks have them, −1 to 1, and bytes; as diffusers' {@code VaeImageProcessor} has it. */
public final class PixelBytes {

    /** clamp(p/2 + ½, 0, 1)·255, halves to the even neighbour. */
    public static byte[] bytes(float[] pixels) {
        byte[] bytes = new byte[pixels.length];
        for (int i = 0; i < bytes.length; i++) {
            float unit = Math.max(0f, Math.min(1f, pixels[i] * 0.5f + 0.5f));
            bytes[i] = (byte) Math.rint(unit * 255f);
        }
        return bytes;
    }

    /** b/255·2 − 1. */
    public static float[] pixels(byte[] bytes) {
        float[] pixels = new float[bytes.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = Byte.toUnsignedInt(bytes[i]) / 255f * 2f - 1f;
        }
        return pixels;
    }

    private PixelBytes() {}
}
