import { existsSync } from "node:fs";

/** SwiftShader, which Debian's chromium-common brings: Vulkan without a graphics card. */
const SWIFTSHADER = "/usr/lib/chromium/vk_swiftshader_icd.json";

/**
 * Makes Vulkan show SwiftShader and nothing else, unless VK_DRIVER_FILES says what to show: so the kernels are tested
 * by the same device on every machine. Call it before the first device is opened.
 */
export function useSoftwareGpu(): void {
  if (process.env["VK_DRIVER_FILES"] !== undefined) {
    return;
  }
  if (!existsSync(SWIFTSHADER)) {
    throw new Error(
      "SwiftShader is missing: install it (Debian, Ubuntu: apt-get install chromium-common libvulkan1)",
    );
  }
  process.env["VK_DRIVER_FILES"] = SWIFTSHADER;
  // The same, as loaders before 1.3.207 spell it.
  process.env["VK_ICD_FILENAMES"] = SWIFTSHADER;
}
