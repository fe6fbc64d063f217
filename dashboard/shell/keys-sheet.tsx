import { useState } from "preact/hooks";
import { enableSingleKeys, singleKeysEnabled } from "../keys/single-keys.ts";
import { useAllKeys } from "../keys/use-keys.ts";
import { Button } from "../kit/button.tsx";
import { Dialog } from "../kit/dialog.tsx";
import { KeyHint } from "../kit/key-hint.tsx";

/** All keys of the open page. */
export function KeysSheet({ onClose }: { readonly onClose: () => void }) {
  const keys = useAllKeys();
  const [enabled, setEnabled] = useState(singleKeysEnabled);
  return (
    <Dialog title="Keys" onClose={onClose}>
      <table class="keys-sheet">
        <tbody>
          {keys.map((binding) => (
            <tr key={binding.keys}>
              <th scope="row">{binding.words}</th>
              <td>
                <KeyHint keys={binding.keys} />
                <span class="visually-hidden">{binding.keys}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div class="dialog-actions">
        <label class="row">
          <input
            type="checkbox"
            checked={enabled}
            onChange={(event) => {
              enableSingleKeys(event.currentTarget.checked);
              setEnabled(event.currentTarget.checked);
            }}
          />
          Use keys without Ctrl
        </label>
        <Button onClick={onClose}>Close</Button>
      </div>
    </Dialog>
  );
}
