package dev.renderfarm.browser;

/** How a page is looked at, as a browser's settings say it: in every language and every theme that the app has. */
public enum Look {
    ENGLISH_LIGHT("en-GB", false),
    ENGLISH_DARK("en-GB", true),
    CHINESE_LIGHT("zh-CN", false),
    CHINESE_DARK("zh-CN", true);

    private final String locale;
    private final boolean dark;

    Look(String locale, boolean dark) {
        this.locale = locale;
        this.dark = dark;
    }

    String locale() {
        return locale;
    }

    boolean isDark() {
        return dark;
    }

    public boolean isChinese() {
        return locale.startsWith("zh");
    }

    /** For the names of screenshots, such as {@code zh-dark}. */
    public String label() {
        return (isChinese() ? "zh" : "en") + (dark ? "-dark" : "");
    }
}
