<?php
/**
 * Plugin Name:       telusur Baca Juga
 * Description:       Suggests older stories of your archive to link while you write, and tells the archive when a story changes.
 * Version:           0.1.0
 * Requires at least: 6.1
 * Requires PHP:      7.4
 * Author:            The telusur maintainers
 * License:           GPL-2.0-or-later
 * License URI:       https://www.gnu.org/licenses/gpl-2.0.html
 * Text Domain:       telusur-baca-juga
 * Domain Path:       /languages
 */

namespace Telusur\BacaJuga;

defined( 'ABSPATH' ) || exit;

const VERSION = '0.1.0';
const FILE    = __FILE__;

require __DIR__ . '/includes/settings.php';
require __DIR__ . '/includes/archive.php';
require __DIR__ . '/includes/rest.php';
require __DIR__ . '/includes/editors.php';
require __DIR__ . '/includes/announcements.php';
require __DIR__ . '/includes/settings-page.php';

add_action(
	'init',
	static function () {
		load_plugin_textdomain( 'telusur-baca-juga', false, dirname( plugin_basename( FILE ) ) . '/languages' );
	}
);
