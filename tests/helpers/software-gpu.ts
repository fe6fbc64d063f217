import { existsSync } from "node:fs";

/** SwiftShader, a software implementation of Vulkan in Debian's chromium-common. */
const SWIFTSHADER = "/usr/lib/chromium/vk_swiftshader_icd.json";

/**
 * Restricts Vulkan to SwiftShader, unless VK_DRIVER_FILES is set, so that the kernels are tested on the same GPU on every
 * machine. Call it before the first GPU is opened.
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
  // The name of the same variable for Vulkan loaders before 1.3.207.
  process.env["VK_ICD_FILENAMES"] = SWIFTSHADER;
}
